package dev.peruser.shop.session;

/**
 * A line of an order, as it was when it was ordered: later changes of the catalog don't touch it.
 *
 * @param sku the product's number
 * @param title name and option
 * @param quantity how many
 * @param note what the visitor wrote about it, may be empty
 * @param total what they cost together, as people write it
 */
public record OrderLine(String sku, String title, int quantity, String note, String total) {}
