package dev.peruser.internal.values;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives values numbers, equal values the same one: two trees are then compared by comparing two numbers, however often
 * and at whatever depth. Equal means {@code equals}; the order of a map's entries doesn't count.
 *
 * <p>Costs at most O(n log n) in the size of all values together, whatever they hold. Java's hash maps keep keys of one
 * hash code in a tree if the keys can be compared, so that text that was made to collide costs a logarithm, too. Lists
 * and maps can't be compared; what stands for them here, the numbers of their parts, can.
 *
 * <p>Each map, list and set is looked at once, so they must not change meanwhile. Not safe for use by many threads.
 */
public final class ValueNumbers {
    private static final int NULL = 0;

    private final Checkpoint checkpoint;
    private final Map<String, Integer> texts = new HashMap<>();
    private final Map<Class<?>, Map<Object, Integer>> scalars = new HashMap<>();
    private final Map<Parts, Integer> wholes = new HashMap<>();
    private final IdentityHashMap<Object, Integer> known = new IdentityHashMap<>();
    private int last = NULL;

    public ValueNumbers(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
    }

    /** The number of a value. */
    public int of(@Nullable Object value) {
        if (value instanceof String text) {
            checkpoint.step();
            return texts.computeIfAbsent(text, key -> ++last);
        }
        if (value instanceof Map || value instanceof List || value instanceof Set) {
            @Nullable Integer number = known.get(value);
            if (number == null) {
                number = ofParts(parts(value));
                known.put(value, number);
            }
            return number;
        }
        checkpoint.step();
        if (value == null) {
            return NULL;
        }
        return value instanceof BigDecimal decimal
                ? ofParts(new Parts(Kind.DECIMAL, new long[] {decimal.scale(), ofScalar(decimal.unscaledValue())}))
                : ofScalar(value);
    }

    /** The numbers of several values, in their order. */
    public int[] ofEach(Collection<?> values) {
        int[] numbers = new int[values.size()];
        int i = 0;
        for (Object value : values) {
            numbers[i++] = of(value);
        }
        return numbers;
    }

    /** The number of a list of these values that nobody holds. */
    public int ofTogether(List<?> values) {
        return ofParts(parts(values));
    }

    /** Whether two values are equal. */
    public boolean areEqual(@Nullable Object one, @Nullable Object other) {
        boolean isWhole = one instanceof Collection || one instanceof Map;
        return isWhole ? of(one) == of(other) : Objects.equals(one, other);
    }

    private int ofScalar(Object value) {
        // Keys of one class can be compared with each other; all others share a map, by whatever equals says.
        Class<?> type = value instanceof Comparable ? value.getClass() : Object.class;
        return scalars.computeIfAbsent(type, key -> new HashMap<>()).computeIfAbsent(value, key -> ++last);
    }

    private int ofParts(Parts parts) {
        checkpoint.steps(1 + parts.numbers.length);
        return wholes.computeIfAbsent(parts, key -> ++last);
    }

    private Parts parts(Object value) {
        if (value instanceof Map<?, ?> map) {
            long[] entries = new long[map.size()];
            int i = 0;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                entries[i++] = pair(of(entry.getKey()), of(entry.getValue()));
            }
            Arrays.sort(entries);
            return new Parts(Kind.MAP, entries);
        }
        Collection<?> elements = (Collection<?>) value;
        long[] numbers = new long[elements.size()];
        int i = 0;
        for (Object element : elements) {
            numbers[i++] = of(element);
        }
        if (value instanceof List) {
            return new Parts(Kind.LIST, numbers);
        }
        Arrays.sort(numbers);
        return new Parts(Kind.SET, numbers);
    }

    /** Two numbers as one. */
    public static long pair(int first, int second) {
        return ((long) first << Integer.SIZE) | second;
    }

    private enum Kind {
        MAP,
        LIST,
        SET,
        DECIMAL
    }

    /** What a value consists of. */
    private static final class Parts implements Comparable<Parts> {
        private final Kind kind;
        private final long[] numbers;
        private final int hash;

        Parts(Kind kind, long[] numbers) {
            this.kind = kind;
            this.numbers = numbers;
            this.hash = Arrays.hashCode(numbers);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Parts parts && kind == parts.kind && Arrays.equals(numbers, parts.numbers);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public int compareTo(Parts other) {
            int order = kind.compareTo(other.kind);
            return order != 0 ? order : Arrays.compare(numbers, other.numbers);
        }
    }
}
