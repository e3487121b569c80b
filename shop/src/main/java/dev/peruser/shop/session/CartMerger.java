package dev.peruser.shop.session;

import dev.peruser.Merger;

/**
 * What a shop wants at sign-in: nothing that the visitor picked as a guest is lost, and nothing that was in the
 * account. The same thing on both sides is added up, as far as a line can hold it; notes of both are kept.
 */
public final class CartMerger implements Merger<Cart> {

    @Override
    public Cart merge(Cart user, Cart guest) {
        Cart merged = user;
        for (CartLine picked : guest.lines()) {
            merged = merged.add(picked)
                    .change(picked.sku(), picked.option(), line -> line.withNote(both(line.note(), picked.note())));
        }
        return merged;
    }

    private static String both(String first, String second) {
        if (first.isBlank() || second.isBlank() || first.equals(second)) {
            return first.isBlank() ? second : first;
        }
        return Note.shortened(first + " · " + second);
    }
}
