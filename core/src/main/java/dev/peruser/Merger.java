package dev.peruser;

import java.util.Comparator;
import java.util.function.Function;

/**
 * A rule for one attribute: what becomes of the user's and the guest's values at sign-in. Asked only if both sides have
 * a value; a value of one side alone is carried as it is.
 *
 * <p>May change and return its arguments. May be called more than once for one sign-in (when a save meets a conflict),
 * so it must depend on nothing but its arguments. If it throws, the sign-in goes through, nothing is lost, and a later
 * request tries again.
 *
 * @param <T> the attribute's type
 */
@FunctionalInterface
public interface Merger<T> {

    /** The value that the user's session gets. */
    T merge(T user, T guest);

    /** Keeps the user's value; the guest's is kept in the {@link MergeReport}. */
    static <T> Merger<T> keepUsers() {
        return (user, guest) -> user;
    }

    /** Keeps the guest's value, which the visitor touched last; the user's is kept in the {@link MergeReport}. */
    static <T> Merger<T> keepGuests() {
        return (user, guest) -> guest;
    }

    /**
     * Adds numbers, and the numbers of maps key by key. For attributes whose type is a {@code Number} or a map of them.
     */
    static <T> Merger<T> sum() {
        return new ReadyMerger<>(ReadyMerger.Operation.SUM);
    }

    /**
     * The larger number, and the larger numbers of maps key by key. For attributes whose type is a {@code Number} or a
     * map of them.
     */
    static <T> Merger<T> maximum() {
        return new ReadyMerger<>(ReadyMerger.Operation.MAXIMUM);
    }

    /**
     * All elements of both: the user's, then those of the guest that the user's don't contain. Of maps all entries, the
     * guest's where both have the key. For attributes whose type is a {@code Collection} or a {@code Map}.
     */
    static <T> Merger<T> union() {
        return new ReadyMerger<>(ReadyMerger.Operation.UNION);
    }

    /** The one for which the function gives the later time (or the greater anything); the guest's if they are equal. */
    static <T, C extends Comparable<? super C>> Merger<T> newest(Function<? super T, ? extends C> time) {
        Comparator<C> order = Comparator.naturalOrder();
        return (user, guest) -> order.compare(time.apply(user), time.apply(guest)) > 0 ? user : guest;
    }
}
