package dev.peruser.shop.catalog;

import java.io.IOException;
import java.io.InputStream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import tools.jackson.databind.json.JsonMapper;

/** Reads the catalog at start. */
@Configuration(proxyBeanMethods = false)
public class CatalogConfiguration {

    @Bean
    Catalog catalog(JsonMapper mapper, @Value("classpath:catalog.json") Resource file) throws IOException {
        try (InputStream stream = file.getInputStream()) {
            return mapper.readValue(stream, Catalog.class);
        }
    }
}
