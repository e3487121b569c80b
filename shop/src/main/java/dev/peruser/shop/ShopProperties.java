package dev.peruser.shop;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the shop.
 *
 * @param accountsFile where accounts are kept; written anew at each registration
 */
@ConfigurationProperties("shop")
public record ShopProperties(
        @DefaultValue("./data/accounts.json") Path accountsFile) {}
