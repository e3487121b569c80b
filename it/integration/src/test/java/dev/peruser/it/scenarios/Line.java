package dev.peruser.it.scenarios;

/** So and so many of a product with an option. */
record Line(String sku, String option, int quantity) {

    boolean isOf(String otherSku, String otherOption) {
        return sku.equals(otherSku) && option.equals(otherOption);
    }

    Line withQuantity(int newQuantity) {
        return new Line(sku, option, newQuantity);
    }

    @Override
    public String toString() {
        return sku + (option.isEmpty() ? "" : "/" + option) + ":" + quantity;
    }
}
