package dev.peruser.internal.codec;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Numbers without a declared type, as they come back: a whole one as the smallest of {@code Integer}, {@code Long} and
 * {@code BigInteger}, any other as {@code BigDecimal}.
 */
final class PlainNumbers {
    private static final int BITS_OF_A_LONG = 63;

    private PlainNumbers() {}

    /** Whether a number that can be stored comes back as one of its class, with the same digits. */
    static boolean isAsRead(Number number) {
        if (number instanceof Integer) {
            return true;
        }
        if (number instanceof Long whole) {
            return whole != whole.intValue();
        }
        Class<?> type = number.getClass();
        return type == BigDecimal.class
                ? ((BigDecimal) number).scale() != 0
                : type == BigInteger.class && ((BigInteger) number).bitLength() > BITS_OF_A_LONG;
    }

    /** What a number that can be stored comes back as. */
    static Number asRead(Number number) {
        if (isAsRead(number)) {
            return number;
        }
        if (number instanceof Double || number instanceof Float) {
            return decimal(new BigDecimal(number.toString()));
        }
        if (number instanceof BigDecimal decimal) {
            return decimal.scale() == 0 ? whole(decimal.unscaledValue()) : new BigDecimal(decimal.toString());
        }
        return number instanceof BigInteger integer ? whole(integer) : whole(BigInteger.valueOf(number.longValue()));
    }

    /** One that was written as a decimal, and is written as one again: {@code 1.2E1} is not {@code 12}. */
    static BigDecimal decimal(BigDecimal number) {
        return number.scale() == 0 ? number.setScale(1) : number;
    }

    private static Number whole(BigInteger number) {
        if (number.bitLength() > BITS_OF_A_LONG) {
            return new BigInteger(number.toString());
        }
        long whole = number.longValue();
        if (whole == (int) whole) {
            return (int) whole;
        }
        return whole;
    }
}
