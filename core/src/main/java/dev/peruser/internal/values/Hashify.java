package dev.peruser.internal.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes maps of lists and scalars and lists of maps and scalars, with the keys that Hash::Merge's {@code _hashify}
 * gives.
 */
public final class Hashify {
    private static final MathContext PERL_DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);
    private static final int LEAST_PLAIN_EXPONENT = -4;
    private static final int MOST_PLAIN_EXPONENT = 15;
    private static final int FIRST_SUFFIX = 2;

    private Hashify() {}

    /** How many elements {@link #addElements} adds. */
    public static int count(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map.size() : value instanceof List<?> list ? list.size() : 1;
    }

    public static void addElements(@Nullable Object value, List<@Nullable Object> elements) {
        if (value instanceof Map<?, ?> map) {
            elements.addAll(map.values());
        } else if (value instanceof List<?> list) {
            elements.addAll(list);
        } else {
            elements.add(value);
        }
    }

    @SuppressWarnings("unchecked") // the keys are checked when the result is copied
    public static Map<String, @Nullable Object> toMap(@Nullable Object value, Checkpoint checkpoint) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        if (value instanceof List<?> list) {
            return toMap(list, checkpoint);
        }
        Map<String, @Nullable Object> keyed = new LinkedHashMap<>();
        keyed.put(text(value, 0), value);
        return keyed;
    }

    /**
     * Where the search for a text's next free key begins is remembered: a key that was taken stays taken. A key can
     * only be in the way of the texts that it begins with, so all searches together pass few keys, whatever the texts.
     */
    private static Map<String, @Nullable Object> toMap(List<?> list, Checkpoint checkpoint) {
        Map<String, @Nullable Object> keyed = new LinkedHashMap<>();
        Map<String, Integer> nextSuffixes = new HashMap<>();
        int position = 0;
        for (Object element : list) {
            String text = text(element, position++);
            String free = text;
            if (keyed.containsKey(text)) {
                int suffix = nextSuffixes.getOrDefault(text, FIRST_SUFFIX);
                for (free = text + suffix; keyed.containsKey(free); free = text + suffix) {
                    suffix++;
                    checkpoint.step();
                }
                nextSuffixes.put(text, suffix + 1);
            }
            keyed.put(free, element);
            checkpoint.step();
        }
        return keyed;
    }

    public static String textKey(@Nullable Object key) {
        if (key instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("can't merge: a map has a key that is not text");
    }

    private static String text(@Nullable Object value, int position) {
        if (value == null) {
            return "";
        }
        if (value instanceof Boolean truth) {
            return truth ? "1" : "0";
        }
        if (value instanceof List) {
            return "list(" + position + ")";
        }
        if (value instanceof Map) {
            return "map(" + position + ")";
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isNaN(number)
                    ? "NaN"
                    : Double.isInfinite(number) ? number > 0 ? "Inf" : "-Inf" : perlText(new BigDecimal(number));
        }
        return value instanceof BigDecimal number ? perlText(number) : value.toString();
    }

    /** As C's {@code %.15g}, which is how Perl turns a number into text. */
    private static String perlText(BigDecimal number) {
        if (number.signum() == 0) {
            return "0";
        }
        // Apart from its exponent, which may be so large that rounding the number itself would overflow.
        BigDecimal rounded =
                new BigDecimal(number.unscaledValue()).round(PERL_DIGITS).stripTrailingZeros();
        long exponent = (long) rounded.precision() - rounded.scale() - 1 - number.scale();
        if (exponent >= LEAST_PLAIN_EXPONENT && exponent < MOST_PLAIN_EXPONENT) {
            return rounded.scaleByPowerOfTen(-number.scale())
                    .stripTrailingZeros()
                    .toPlainString();
        }
        BigInteger digits = rounded.unscaledValue();
        String mantissa = new BigDecimal(digits, rounded.precision() - 1).toPlainString();
        long size = Math.abs(exponent);
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + (size < 10 ? "0" : "") + size;
    }
}
