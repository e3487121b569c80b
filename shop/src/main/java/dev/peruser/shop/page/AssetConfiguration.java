package dev.peruser.shop.page;

import java.io.IOException;
import java.time.Duration;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.VersionResourceResolver;

/**
 * Serves htmx from its jar, whichever version that is, as the other assets are: with a hash in the address and to be
 * kept for long.
 */
@Configuration(proxyBeanMethods = false)
class AssetConfiguration implements WebMvcConfigurer {
    private static final String FILE = "htmx.min.js";
    private static final String IN_JAR = "classpath*:/META-INF/resources/webjars/htmx.org/*/dist/" + FILE;

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/htmx/**")
                .addResourceLocations(directory())
                .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic())
                .resourceChain(true)
                .addResolver(new VersionResourceResolver().addContentVersionStrategy("/**"));
    }

    private static String directory() {
        try {
            Resource[] found = new PathMatchingResourcePatternResolver().getResources(IN_JAR);
            String file = found[0].getURL().toString();
            return file.substring(0, file.length() - FILE.length());
        } catch (IOException e) {
            throw new IllegalStateException("htmx is not on the class path", e);
        }
    }
}
