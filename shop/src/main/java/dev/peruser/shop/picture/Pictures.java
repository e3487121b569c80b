package dev.peruser.shop.picture;

import dev.peruser.shop.catalog.Catalog;
import dev.peruser.shop.catalog.Category;
import dev.peruser.shop.catalog.Option;
import dev.peruser.shop.catalog.Product;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** Draws products: a drawing for each in a common frame, both with places for colours. */
@Component
final class Pictures {
    private final Catalog catalog;
    private final String frame;
    private final Map<String, String> drawings;

    Pictures(Catalog catalog) {
        this.catalog = catalog;
        this.frame = read("frame");
        this.drawings =
                catalog.products().stream().collect(Collectors.toMap(Product::sku, product -> read(product.sku())));
    }

    /** The picture of a product in an option, or in its own colour if the option has none. */
    String draw(Product product, String option) {
        Colour tint = Colour.of(product.find(option)
                .map(Option::tint)
                .filter(own -> !own.isEmpty())
                .orElse(product.tint()));
        Category category = catalog.categoryOf(product);
        String drawing = drawings.getOrDefault(product.sku(), "");
        String framed = frame.replace("{glow}", category.glow()).replace("{drawing}", coloured(drawing, tint, "tint"));
        return coloured(framed, Colour.of(category.backdrop()), "backdrop");
    }

    private static String coloured(String svg, Colour colour, String name) {
        Map<String, Colour> places = Map.of(
                "{" + name + "}", colour,
                "{" + name + "-light}", colour.lighter(0.3),
                "{" + name + "-pale}", colour.lighter(0.65),
                "{" + name + "-dark}", colour.darker(0.22),
                "{" + name + "-deep}", colour.darker(0.5));
        String result = svg;
        for (Map.Entry<String, Colour> place : places.entrySet()) {
            result = result.replace(place.getKey(), place.getValue().toString());
        }
        return result;
    }

    private static String read(String name) {
        try {
            return new ClassPathResource("pictures/" + name + ".svg").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the shop has no drawing " + name, e);
        }
    }
}
