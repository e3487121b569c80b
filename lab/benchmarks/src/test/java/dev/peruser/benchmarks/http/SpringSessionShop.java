package dev.peruser.benchmarks.http;

import dev.peruser.spring.PerUserAutoConfiguration;
import dev.peruser.spring.PerUserServletAutoConfiguration;
import dev.peruser.spring.PerUserWebMvcAutoConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The shop with Spring Session on Redis, as Boot sets it up. */
@SpringBootConfiguration
@EnableAutoConfiguration(
        exclude = {
            PerUserAutoConfiguration.class,
            PerUserServletAutoConfiguration.class,
            PerUserWebMvcAutoConfiguration.class
        })
@Import(HttpSessionPages.class)
public class SpringSessionShop {
    /** Starts it. */
    public static void main(String[] arguments) {
        ShopProcess.endWithInput();
        SpringApplication.run(SpringSessionShop.class, arguments);
    }
}
