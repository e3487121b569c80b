package dev.peruser.shop.picture;

import dev.peruser.shop.catalog.Catalog;
import dev.peruser.shop.catalog.Product;
import java.time.Duration;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Sends pictures. They depend on nothing but their address, so any cache may keep them. Hence no controller: each of
 * those gets the visitor, and whatever has the visitor's session is not for shared caches.
 */
@Configuration(proxyBeanMethods = false)
class PictureRoutes {
    private static final String ADDRESS = "/pictures/{sku}.svg";
    private static final MediaType SVG = MediaType.parseMediaType("image/svg+xml;charset=UTF-8");

    @Bean
    RouterFunction<ServerResponse> pictureRoute(Catalog catalog, Pictures pictures) {
        HandlerFunction<ServerResponse> picture = request -> picture(request, catalog, pictures);
        return RouterFunctions.route()
                .GET(ADDRESS, picture)
                .HEAD(ADDRESS, picture)
                .build();
    }

    private static ServerResponse picture(ServerRequest request, Catalog catalog, Pictures pictures) {
        Optional<Product> product = catalog.find(request.pathVariable("sku"));
        if (product.isEmpty()) {
            return ServerResponse.notFound().build();
        }
        return ServerResponse.ok()
                .contentType(SVG)
                .cacheControl(CacheControl.maxAge(Duration.ofDays(1)).cachePublic())
                .body(pictures.draw(product.get(), request.param("option").orElse("")));
    }
}
