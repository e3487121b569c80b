package dev.peruser;

import dev.peruser.internal.values.Checkpoint;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How two nested structures become one: a rule for each pairing of scalar, list and map. The four constants are those
 * of Perl's Hash::Merge, cell by cell; {@link #builder} makes others. Left is the user's side, right the guest's. Maps
 * meet key by key, and keep their order: the left's keys, then those that only the right has.
 *
 * <p>Works on plain Java values: {@code Map} with text keys, {@code List}, and scalars, which is all else (text,
 * numbers, booleans, null, any other object). Results have new maps and lists that hold the arguments' own scalars; the
 * arguments are not changed.
 *
 * <p>Where Hash::Merge has to make a map out of a list or a scalar, the keys are the elements' texts: {@code true} is
 * {@code 1}, {@code false} is {@code 0}, null is the empty text, numbers as Perl prints them (15 significant digits:
 * {@code 1.0} is {@code 1}, {@code 1e15} is {@code 1e+15}). A text that is taken gets 2, 3, … behind it, the first that
 * is free. An element that is itself a list or a map gets {@code list(i)} or {@code map(i)} with its position, where
 * Perl takes its memory address.
 *
 * <p>A merge takes at most O(n log n) in the size of what is merged, whatever it holds.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class MergeBehavior {

    static final Cell LEFT = (left, right, operations) -> left;
    static final Cell RIGHT = (left, right, operations) -> right;
    static final Cell CONCATENATED = (left, right, operations) -> operations.concatenate(left, right);
    static final Cell MERGED_MAPS = (left, right, operations) -> operations.mergeMaps(left, right);

    /** The user's side wins; lists take in what the guest's side has. */
    public static final MergeBehavior LEFT_PRECEDENT = new Builder("LEFT_PRECEDENT")
            .on(Kind.SCALAR, Kind.SCALAR, Cell.left())
            .on(Kind.SCALAR, Kind.LIST, Cell.left())
            .on(Kind.SCALAR, Kind.MAP, Cell.left())
            .on(Kind.LIST, Kind.SCALAR, Cell.concatenated())
            .on(Kind.LIST, Kind.LIST, Cell.concatenated())
            .on(Kind.LIST, Kind.MAP, Cell.concatenated())
            .on(Kind.MAP, Kind.SCALAR, Cell.left())
            .on(Kind.MAP, Kind.LIST, Cell.left())
            .on(Kind.MAP, Kind.MAP, Cell.mergedMaps())
            .build();

    /** The guest's side wins; lists take in what the user's side has. */
    public static final MergeBehavior RIGHT_PRECEDENT = new Builder("RIGHT_PRECEDENT")
            .on(Kind.SCALAR, Kind.SCALAR, Cell.right())
            .on(Kind.SCALAR, Kind.LIST, Cell.concatenated())
            .on(Kind.SCALAR, Kind.MAP, Cell.right())
            .on(Kind.LIST, Kind.SCALAR, Cell.right())
            .on(Kind.LIST, Kind.LIST, Cell.concatenated())
            .on(Kind.LIST, Kind.MAP, Cell.right())
            .on(Kind.MAP, Kind.SCALAR, Cell.right())
            .on(Kind.MAP, Kind.LIST, Cell.concatenated())
            .on(Kind.MAP, Kind.MAP, Cell.mergedMaps())
            .build();

    /** The side that can hold more wins: map over list over scalar; of equals the user's. */
    public static final MergeBehavior STORAGE_PRECEDENT = new Builder("STORAGE_PRECEDENT")
            .on(Kind.SCALAR, Kind.SCALAR, Cell.left())
            .on(Kind.SCALAR, Kind.LIST, Cell.concatenated())
            .on(Kind.SCALAR, Kind.MAP, Cell.right())
            .on(Kind.LIST, Kind.SCALAR, Cell.concatenated())
            .on(Kind.LIST, Kind.LIST, Cell.concatenated())
            .on(Kind.LIST, Kind.MAP, Cell.right())
            .on(Kind.MAP, Kind.SCALAR, Cell.left())
            .on(Kind.MAP, Kind.LIST, Cell.left())
            .on(Kind.MAP, Kind.MAP, Cell.mergedMaps())
            .build();

    /**
     * Nothing is dropped: what can't stand side by side goes into a list, or a map if a map is there. The default at
     * sign-in.
     */
    public static final MergeBehavior RETAINMENT_PRECEDENT = new Builder("RETAINMENT_PRECEDENT")
            .on(Kind.SCALAR, Kind.SCALAR, Cell.concatenated())
            .on(Kind.SCALAR, Kind.LIST, Cell.concatenated())
            .on(Kind.SCALAR, Kind.MAP, Cell.mergedMaps())
            .on(Kind.LIST, Kind.SCALAR, Cell.concatenated())
            .on(Kind.LIST, Kind.LIST, Cell.concatenated())
            .on(Kind.LIST, Kind.MAP, Cell.mergedMaps())
            .on(Kind.MAP, Kind.SCALAR, Cell.mergedMaps())
            .on(Kind.MAP, Kind.LIST, Cell.mergedMaps())
            .on(Kind.MAP, Kind.MAP, Cell.mergedMaps())
            .build();

    private final String name;
    private final Map<Kind, Map<Kind, Cell>> cells;
    private final Cell[] table;

    private MergeBehavior(String name, Map<Kind, Map<Kind, Cell>> cells) {
        this.name = name;
        this.cells = cells;
        this.table = TreeMerge.table(cells);
    }

    /**
     * The builder of a custom behaviour, which begins as a copy of this one.
     *
     * @param name what {@link #toString()} says
     */
    public Builder toBuilder(String name) {
        Builder builder = new Builder(name);
        cells.forEach((left, row) -> row.forEach((right, cell) -> builder.on(left, right, cell)));
        return builder;
    }

    /** The builder of a custom behaviour, which begins with the cells of {@link #RETAINMENT_PRECEDENT}. */
    public static Builder builder(String name) {
        return RETAINMENT_PRECEDENT.toBuilder(name);
    }

    /**
     * Merges two maps.
     *
     * @param user the left side
     * @param guest the right side
     * @throws IllegalArgumentException if one is cyclic or has more than 500 levels, or a map has a key that is not
     *     text
     */
    public Map<String, @Nullable Object> merge(Map<String, ?> user, Map<String, ?> guest) {
        return requireMap(new TreeMerge(table, TreeMerge.Parts.COPIED, Checkpoint.none()).mergeWhole(user, guest));
    }

    /**
     * As {@link #merge}, but the result may share maps and lists with the arguments: for those that nobody looks at
     * afterwards.
     */
    public Map<String, @Nullable Object> mergeSharing(Map<String, ?> user, Map<String, ?> guest) {
        return mergeSharing(user, guest, () -> {});
    }

    /**
     * As {@link #mergeSharing(Map, Map)}, with an end.
     *
     * @param look called now and then in the course of the merge; throws if the merge is to end
     */
    public Map<String, @Nullable Object> mergeSharing(Map<String, ?> user, Map<String, ?> guest, Runnable look) {
        return requireMap(new TreeMerge(table, TreeMerge.Parts.SHARED, new Checkpoint(look)).mergeWhole(user, guest));
    }

    @SuppressWarnings("unchecked") // the merge has looked at the keys
    private Map<String, @Nullable Object> requireMap(@Nullable Object merged) {
        if (merged instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new IllegalStateException("the MAP×MAP cell of " + name + " gave no map for two whole sessions");
    }

    /** Whether two whole sessions meet attribute by attribute, so that attributes of one side alone need no look. */
    public boolean mergesMapsByKey() {
        return Objects.equals(cells.getOrDefault(Kind.MAP, Map.of()).get(Kind.MAP), Cell.mergedMaps());
    }

    /** The behaviour's name. */
    @Override
    public String toString() {
        return name;
    }

    /** What a value is to a merge. */
    public enum Kind {
        /** Text, number, boolean, null, or any object that is not a list or map. */
        SCALAR,
        /** A {@code List}. */
        LIST,
        /** A {@code Map}. */
        MAP;

        static Kind of(@Nullable Object value) {
            // The usual scalars first: that a class has no interface takes longer to find out.
            return value instanceof String || value instanceof Number || value == null
                    ? SCALAR
                    : value instanceof Map ? MAP : value instanceof List ? LIST : SCALAR;
        }
    }

    /** The rule for one pairing of kinds. */
    @FunctionalInterface
    public interface Cell {
        /** What becomes of the two; must not change them. Parts of them may be in the result; they are copied. */
        @Nullable Object merge(@Nullable Object left, @Nullable Object right, Operations operations);

        /** The left value. */
        static Cell left() {
            return LEFT;
        }

        /** The right value. */
        static Cell right() {
            return RIGHT;
        }

        /** A list: the left's elements, then the right's. A scalar is one element, a map gives its values. */
        static Cell concatenated() {
            return CONCATENATED;
        }

        /** A map: both key by key, each made into a map first if it is none. */
        static Cell mergedMaps() {
            return MERGED_MAPS;
        }
    }

    /** What cells can use. */
    public interface Operations {
        /** The elements of both, as {@link Cell#concatenated()}. */
        List<@Nullable Object> concatenate(@Nullable Object left, @Nullable Object right);

        /** Both as maps, key by key under this behaviour, as {@link Cell#mergedMaps()}. */
        Map<String, @Nullable Object> mergeMaps(@Nullable Object left, @Nullable Object right);

        /** This behaviour's cell for the two. */
        @Nullable Object merge(@Nullable Object left, @Nullable Object right);
    }

    /** Builds a custom behaviour. Not safe for use by many threads. */
    public static final class Builder {
        private final String name;
        private final Map<Kind, Map<Kind, Cell>> cells = new EnumMap<>(Kind.class);

        private Builder(String name) {
            this.name = name;
        }

        /** Sets the rule for one of the nine pairings. */
        public Builder on(Kind left, Kind right, Cell cell) {
            cells.computeIfAbsent(left, kind -> new EnumMap<>(Kind.class)).put(right, cell);
            return this;
        }

        /** The behaviour. */
        public MergeBehavior build() {
            Map<Kind, Map<Kind, Cell>> copy = new EnumMap<>(Kind.class);
            cells.forEach((kind, row) -> copy.put(kind, new EnumMap<>(row)));
            return new MergeBehavior(name, copy);
        }
    }
}
