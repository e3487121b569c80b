package dev.peruser;

import dev.peruser.internal.values.Decimals;
import dev.peruser.internal.values.Unions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@link Merger#sum()} and {@link Merger#maximum()}: exact for whole numbers and decimals. A sum has its operands'
 * wider type; the larger number is kept as it is. And {@link Merger#union()}.
 */
final class ReadyMerger<T> implements Merger<T> {
    enum Operation {
        SUM,
        MAXIMUM,
        UNION
    }

    private final Operation operation;
    private final Bounds bounds;

    ReadyMerger(Operation operation) {
        this(operation, Bounds.none());
    }

    private ReadyMerger(Operation operation, Bounds bounds) {
        this.operation = operation;
        this.bounds = bounds;
    }

    /** The same with sums that stay within bounds. */
    ReadyMerger<T> within(Bounds limits) {
        return new ReadyMerger<>(operation, limits);
    }

    boolean isSum() {
        return operation == Operation.SUM;
    }

    boolean isUnion() {
        return operation == Operation.UNION;
    }

    @Override
    @SuppressWarnings("unchecked") // a number for numbers, a map for maps
    public T merge(T user, T guest) {
        return isUnion() ? Unions.union(user, guest) : (T) combine(user, guest);
    }

    private Object combine(@Nullable Object user, @Nullable Object guest) {
        if (user instanceof Map<?, ?> left && guest instanceof Map<?, ?> right) {
            Map<Object, @Nullable Object> combined = new LinkedHashMap<>(left);
            right.forEach((key, value) -> combined.put(
                    key,
                    combined.get(key) == null
                            ? value
                            : value == null ? combined.get(key) : combine(combined.get(key), value)));
            return combined;
        }
        if (user instanceof Number left && guest instanceof Number right) {
            return operation == Operation.SUM ? boundedSum(left, right) : compare(left, right) >= 0 ? left : right;
        }
        throw new IllegalArgumentException(
                "sum() and maximum() need an attribute whose type is a Number or a map of numbers");
    }

    private static int compare(Number left, Number right) {
        return left instanceof Double || right instanceof Double || left instanceof Float || right instanceof Float
                ? Double.compare(left.doubleValue(), right.doubleValue())
                : Decimals.exact(left).compareTo(Decimals.exact(right));
    }

    private Number boundedSum(Number left, Number right) {
        if (bounds.equals(Bounds.none())) {
            return sum(left, right);
        }
        BigDecimal exact = Decimals.sum(Decimals.exact(left), Decimals.exact(right));
        BigDecimal bounded = bounds.clamp(exact);
        return bounded.compareTo(exact) == 0 ? sum(left, right) : ofTypes(left, right, bounded);
    }

    /** A bound as a number of the operands' wider type. */
    private static Number ofTypes(Number left, Number right, BigDecimal bound) {
        if (left instanceof Integer && right instanceof Integer) {
            return bound.intValueExact();
        }
        if (isWhole(left) && isWhole(right) && !(left instanceof BigInteger) && !(right instanceof BigInteger)) {
            return bound.longValueExact();
        }
        if (isWhole(left) && isWhole(right)) {
            return bound.toBigIntegerExact();
        }
        return left instanceof BigDecimal || right instanceof BigDecimal ? bound : (Number) bound.doubleValue();
    }

    private static Number sum(Number left, Number right) {
        if (left instanceof Integer && right instanceof Integer) {
            return Math.addExact(left.intValue(), right.intValue());
        }
        if (isWhole(left) && isWhole(right) && !(left instanceof BigInteger) && !(right instanceof BigInteger)) {
            return Math.addExact(left.longValue(), right.longValue());
        }
        if (isWhole(left) && isWhole(right)) {
            return Decimals.whole(Decimals.exact(left).add(Decimals.exact(right)));
        }
        if (left instanceof BigDecimal || right instanceof BigDecimal) {
            return Decimals.sum(Decimals.exact(left), Decimals.exact(right));
        }
        return left.doubleValue() + right.doubleValue();
    }

    private static boolean isWhole(Number number) {
        return number instanceof Integer
                || number instanceof Long
                || number instanceof Short
                || number instanceof Byte
                || number instanceof BigInteger;
    }
}
