package dev.peruser;

import dev.peruser.internal.values.Decimals;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The least and the most that a number which counts can be, such as "never below 0" or "at most 20 of one product". A
 * sum that PerUser makes of the changes of several requests, or at a sign-in, and that lies outside becomes the bound.
 * What the application itself stores is not checked. Immutable.
 *
 * @see Attribute.Builder#counts(String, Bounds)
 */
public final class Bounds {
    private static final Bounds NONE = new Bounds(null, null);

    private final @Nullable BigDecimal least;
    private final @Nullable BigDecimal most;

    private Bounds(@Nullable BigDecimal least, @Nullable BigDecimal most) {
        this.least = least;
        this.most = most;
    }

    /** No bounds: any number. */
    public static Bounds none() {
        return NONE;
    }

    /** This number or more. */
    public static Bounds atLeast(Number least) {
        return new Bounds(exact("atLeast", least), null);
    }

    /** This number or less. */
    public static Bounds atMost(Number most) {
        return new Bounds(null, exact("atMost", most));
    }

    /**
     * From the one number to the other, both included.
     *
     * @throws IllegalArgumentException if the first is greater than the second
     */
    public static Bounds between(Number least, Number most) {
        Bounds bounds = new Bounds(exact("between", least), exact("between", most));
        if (Objects.requireNonNull(bounds.least).compareTo(Objects.requireNonNull(bounds.most)) > 0) {
            throw new IllegalArgumentException("between: " + least + " is more than " + most);
        }
        return bounds;
    }

    private static BigDecimal exact(String what, Number number) {
        Objects.requireNonNull(number, what);
        try {
            return Decimals.exact(number);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(what + " needs a finite number, was " + number, e);
        }
    }

    /** The number, or the bound that it lies beyond. */
    public BigDecimal clamp(BigDecimal number) {
        if (least != null && number.compareTo(least) < 0) {
            return least;
        }
        return most != null && number.compareTo(most) > 0 ? most : number;
    }

    /** Whether both bounds, if there are any, are whole numbers. */
    public boolean areWhole() {
        return (least == null || Decimals.isWhole(least)) && (most == null || Decimals.isWhole(most));
    }

    /** The least number, if there is one. */
    public Optional<BigDecimal> least() {
        return Optional.ofNullable(least);
    }

    /** The greatest number, if there is one. */
    public Optional<BigDecimal> most() {
        return Optional.ofNullable(most);
    }

    /** Both are the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bounds bounds
                && Objects.equals(least, bounds.least)
                && Objects.equals(most, bounds.most);
    }

    @Override
    public int hashCode() {
        return Objects.hash(least, most);
    }

    /** Says what they are. */
    @Override
    public String toString() {
        return "from " + (least == null ? "any" : least) + " to " + (most == null ? "any" : most);
    }
}
