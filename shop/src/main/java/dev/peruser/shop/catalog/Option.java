package dev.peruser.shop.catalog;

/**
 * One of several kinds in which a product is sold.
 *
 * @param name what visitors choose by
 * @param surcharge what it costs more than the product's price, in euro cents
 * @param tint its colour in pictures, empty if it looks like the product
 */
public record Option(String name, int surcharge, String tint) {}
