package dev.peruser.spring;

import dev.peruser.servlet.HttpSessionAttributes;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;

/** Which attributes of the HttpSession are the visitor's. */
final class HttpSessionChoice {
    private HttpSessionChoice() {}

    static HttpSessionAttributes of(PerUserProperties.HttpSession properties, BeanFactory beans) {
        List<String> packages = AutoConfigurationPackages.has(beans) ? AutoConfigurationPackages.get(beans) : List.of();
        return check(properties).trusting(packages).trusting(properties.trustedPackages());
    }

    /** Names that belong to frameworks are an IllegalArgumentException. */
    static HttpSessionAttributes check(PerUserProperties.HttpSession properties) {
        return HttpSessionAttributes.named(properties.attributes());
    }
}
