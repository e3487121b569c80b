package dev.peruser.internal.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * Arithmetic with decimals that somebody else chose. {@code 1e999999999} is twelve characters, and a thousand million
 * digits once it is written out, so it never is.
 */
public final class Decimals {
    /** A decimal with more places before or behind its digits has no stored form: it could not be read again. */
    public static final int MOST_PLACES = 1_000_000_000;

    private static final MathContext ROUNDED = new MathContext(1_000);

    private Decimals() {}

    public static boolean isStorable(BigDecimal number) {
        return Math.abs((long) number.scale()) <= MOST_PLACES;
    }

    public static BigDecimal exact(Number number) {
        return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
    }

    /**
     * The sum: exact, unless one of the two lies more than 1,000 digits below the other and more digits than that would
     * be needed; then rounded to 1,000 digits.
     *
     * @throws ArithmeticException if no decimal is so large
     */
    public static BigDecimal sum(BigDecimal one, BigDecimal other) {
        long highest = Math.max(highestPlace(one), highestPlace(other));
        long lowest = Math.min(-(long) one.scale(), -(long) other.scale());
        long longest = ROUNDED.getPrecision() + 2L + Math.max(one.precision(), other.precision());
        return highest - lowest <= longest ? one.add(other) : one.add(other, ROUNDED);
    }

    private static long highestPlace(BigDecimal number) {
        return (long) number.precision() - number.scale();
    }

    /** Whether it is whole, and can be written out without becoming much longer. */
    public static boolean isWhole(BigDecimal number) {
        return number.signum() == 0
                || (number.scale() <= 0 && number.scale() >= -ROUNDED.getPrecision())
                || (number.scale() > 0
                        && number.scale() <= number.precision()
                        && number.remainder(BigDecimal.ONE).signum() == 0);
    }

    /** A whole one as what it is. */
    public static BigInteger whole(BigDecimal number) {
        return number.signum() == 0 ? BigInteger.ZERO : number.toBigIntegerExact();
    }
}
