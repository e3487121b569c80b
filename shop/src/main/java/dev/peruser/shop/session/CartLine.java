package dev.peruser.shop.session;

/**
 * So and so many of one thing in the cart. Product and option together say which line it is.
 *
 * @param sku the product's number
 * @param option the chosen option, empty if the product has none
 * @param quantity how many, 1 to {@value Cart#MOST_PER_LINE}
 * @param note what the visitor wants to say about it, may be empty
 */
public record CartLine(String sku, String option, int quantity, String note) {

    /** Whether it is the line of that product and option. */
    public boolean isOf(String otherSku, String otherOption) {
        return sku.equals(otherSku) && option.equals(otherOption);
    }

    /** The line with another quantity, or the greatest possible. */
    public CartLine withQuantity(int newQuantity) {
        return new CartLine(sku, option, Math.min(newQuantity, Cart.MOST_PER_LINE), note);
    }

    /** The line with another note. */
    public CartLine withNote(String newNote) {
        return new CartLine(sku, option, quantity, newNote);
    }
}
