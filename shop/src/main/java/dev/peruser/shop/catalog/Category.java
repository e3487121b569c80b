package dev.peruser.shop.catalog;

/**
 * A shelf of the shop.
 *
 * @param slug its name in addresses
 * @param name its name
 * @param introduction a sentence about what is on it
 * @param backdrop the colour behind its pictures
 * @param glow the lighter colour in the middle of them
 */
public record Category(String slug, String name, String introduction, String backdrop, String glow) {

    /** The address of its page. */
    public String page() {
        return "/shelves/" + slug;
    }
}
