package dev.peruser.shop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;

/** A test against the running shop, with files of its own. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "shop.accounts-file=target/test-data/${random.uuid}/accounts.json",
            "peruser.embedded.path=target/test-data/${random.uuid}/peruser.db"
        })
@interface ShopTest {}
