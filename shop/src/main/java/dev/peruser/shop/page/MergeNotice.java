package dev.peruser.shop.page;

import dev.peruser.MergeReport;
import dev.peruser.MergeReport.Outcome;
import dev.peruser.shop.session.Cart;
import dev.peruser.shop.session.CartMerger;
import dev.peruser.shop.session.ShopSession;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a visitor is told after signing in.
 *
 * @param items how many things came into the cart
 * @param wishes how many wishes the guest had
 * @param capped whether a line got full on the way
 * @param undoId by what it can be taken back; empty if it can't
 */
public record MergeNotice(int items, int wishes, boolean capped, String undoId) {

    /** Nothing if the visitor had picked nothing before. */
    static Optional<MergeNotice> of(MergeReport report) {
        Cart before = report.userValue(ShopSession.CART).orElse(Cart.EMPTY);
        Cart picked = carried(report, ShopSession.CART.name())
                .filter(entry ->
                        entry.outcome() != Outcome.REPLACED || before.lines().isEmpty())
                .flatMap(entry -> report.guestValue(ShopSession.CART)) // at the checkout, it took the other's place
                .orElse(Cart.EMPTY);
        int items = new CartMerger().merge(before, picked).count() - before.count();
        int wishes = carried(report, ShopSession.WISH_LIST.name())
                .flatMap(entry -> report.guestValue(ShopSession.WISH_LIST))
                .map(Set::size)
                .orElse(0);
        boolean capped = items < picked.count();
        return items + wishes > 0 || capped
                ? Optional.of(new MergeNotice(items, wishes, capped, report.undoId()))
                : Optional.empty();
    }

    private static Optional<MergeReport.Entry> carried(MergeReport report, String attribute) {
        List<Outcome> arrived = List.of(Outcome.CARRIED, Outcome.COMBINED, Outcome.REPLACED);
        return report.entry(attribute).filter(entry -> arrived.contains(entry.outcome()));
    }

    /** The sentence. */
    public String text() {
        String what = items > 0 ? counted(items, "item", "items") + wishesToo() : counted(wishes, "wish", "wishes");
        String added = items + wishes > 0 ? "We added " + what + " that you picked before signing in." : "";
        return capped
                ? (added + " We can send at most 20 of one thing, so that is what your cart holds.").strip()
                : added;
    }

    private String wishesToo() {
        return wishes > 0 ? " and " + counted(wishes, "wish", "wishes") : "";
    }

    private static String counted(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    /** Whether it goes with a button that takes it back. */
    public boolean isUndoable() {
        return !undoId.isEmpty();
    }

    /** Whether it goes with a link to the cart. */
    public boolean isAboutCart() {
        return items > 0 || capped;
    }
}
