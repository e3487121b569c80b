package dev.peruser.shop.catalog;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Something that the shop sells.
 *
 * @param sku its number, also in addresses and for its picture
 * @param category the slug of its shelf
 * @param name its name
 * @param summary a few words about it
 * @param description a few sentences about it
 * @param details facts, one each
 * @param pictured what its picture shows, for those who can't see it
 * @param cents the price in euro cents
 * @param tint the main colour of its picture
 * @param choice what the options differ in, empty if there are none
 * @param options the kinds in which it is sold, the usual one first
 */
public record Product(
        String sku,
        String category,
        String name,
        String summary,
        String description,
        List<String> details,
        String pictured,
        int cents,
        String tint,
        String choice,
        List<Option> options) {

    /** The address of its page. */
    public String page() {
        return "/products/" + sku;
    }

    /** The address of its picture. */
    public String picture() {
        return "/pictures/" + sku + ".svg";
    }

    /** The address of its picture with an option. */
    public String picture(String option) {
        boolean differs = find(option).filter(found -> !found.tint().isEmpty()).isPresent();
        return differs ? picture() + "?option=" + URLEncoder.encode(option, StandardCharsets.UTF_8) : picture();
    }

    /** Whether it is sold in that kind: the empty one if it has no options. */
    public boolean offers(String option) {
        return options.isEmpty() ? option.isEmpty() : find(option).isPresent();
    }

    /** The option of that name. */
    public Optional<Option> find(String option) {
        return options.stream().filter(each -> each.name().equals(option)).findFirst();
    }

    /** The price with an option, in euro cents. */
    public int price(String option) {
        return cents + find(option).map(Option::surcharge).orElse(0);
    }

    /** Whether options differ in price. */
    public boolean hasSurcharges() {
        return options.stream().anyMatch(option -> option.surcharge() > 0);
    }
}
