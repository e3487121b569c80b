package dev.peruser.shop.picture;

import dev.peruser.shop.catalog.Catalog;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Sends pictures. They depend on nothing but their address, so any cache may keep them. */
@RestController
final class PictureController {
    private static final MediaType SVG = MediaType.parseMediaType("image/svg+xml;charset=UTF-8");

    private final Catalog catalog;
    private final Pictures pictures;

    PictureController(Catalog catalog, Pictures pictures) {
        this.catalog = catalog;
        this.pictures = pictures;
    }

    @GetMapping("/pictures/{sku}.svg")
    ResponseEntity<String> picture(@PathVariable String sku, @RequestParam(defaultValue = "") String option) {
        return catalog.find(sku)
                .map(product -> ResponseEntity.ok()
                        .contentType(SVG)
                        .cacheControl(CacheControl.maxAge(Duration.ofDays(1)).cachePublic())
                        .body(pictures.draw(product, option)))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }
}
