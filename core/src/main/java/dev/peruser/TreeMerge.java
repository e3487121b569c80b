package dev.peruser;

import dev.peruser.internal.values.Checkpoint;
import dev.peruser.internal.values.Hashify;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One merge of two trees by the nine cells of a {@link MergeBehavior}; knows how deep it is.
 *
 * <p>What a cell gives may hold maps and lists of its arguments, so it is copied. The ready cells need no copy of a
 * copy: what they make is made as it stands in the result. Either way each part is looked at once, and refused if it is
 * too deep or has a key that is not text. Not safe for use by many threads.
 */
final class TreeMerge implements MergeBehavior.Operations {
    private static final int DEEPEST = 500;
    private static final int KINDS = MergeBehavior.Kind.values().length;
    private static final float LOAD = 0.75f;

    private final MergeBehavior.Cell[] cells;
    private final Parts parts;
    private final Checkpoint checkpoint;
    private int depth;

    TreeMerge(MergeBehavior.Cell[] cells, Parts parts, Checkpoint checkpoint) {
        this.cells = cells;
        this.parts = parts;
        this.checkpoint = checkpoint;
    }

    /** What becomes of a map or list of the arguments that goes into the result. */
    enum Parts {
        /** The result has a copy. */
        COPIED,
        /** The result has the same one. */
        SHARED
    }

    /** The cells in the form that is quickest to look into. */
    static MergeBehavior.Cell[] table(Map<MergeBehavior.Kind, Map<MergeBehavior.Kind, MergeBehavior.Cell>> cells) {
        MergeBehavior.Cell[] table = new MergeBehavior.Cell[KINDS * KINDS];
        cells.forEach((left, row) -> row.forEach((right, cell) -> table[index(left, right)] = cell));
        return table;
    }

    @SuppressWarnings("EnumOrdinal") // of a table that nobody keeps
    private static int index(MergeBehavior.Kind left, MergeBehavior.Kind right) {
        return left.ordinal() * KINDS + right.ordinal();
    }

    /** Merges two whole trees. */
    @Nullable Object mergeWhole(Map<String, ?> user, Map<String, ?> guest) {
        return finished(user, guest);
    }

    private MergeBehavior.Cell cell(@Nullable Object left, @Nullable Object right) {
        return cells[index(MergeBehavior.Kind.of(left), MergeBehavior.Kind.of(right))];
    }

    // ---- what cells can use: what it gives may still hold anything of the arguments

    @Override
    public @Nullable Object merge(@Nullable Object left, @Nullable Object right) {
        checkpoint.step();
        return cell(left, right).merge(left, right, this);
    }

    @Override
    public List<@Nullable Object> concatenate(@Nullable Object left, @Nullable Object right) {
        List<@Nullable Object> elements = new ArrayList<>(Hashify.count(left) + Hashify.count(right));
        Hashify.addElements(left, elements);
        Hashify.addElements(right, elements);
        return elements;
    }

    @Override
    public Map<String, @Nullable Object> mergeMaps(@Nullable Object left, @Nullable Object right) {
        requireDepth(++depth);
        Map<String, @Nullable Object> user = Hashify.toMap(left, checkpoint);
        Map<String, @Nullable Object> guest = Hashify.toMap(right, checkpoint);
        Map<String, @Nullable Object> merged = newMap(user.size());
        for (Map.Entry<String, @Nullable Object> entry : user.entrySet()) {
            String key = entry.getKey();
            @Nullable Object other = guest.get(key);
            boolean meets = other != null || guest.containsKey(key);
            merged.put(key, meets ? merge(entry.getValue(), other) : entry.getValue());
        }
        for (Map.Entry<String, @Nullable Object> entry : guest.entrySet()) {
            if (!user.containsKey(entry.getKey())) {
                merged.put(entry.getKey(), entry.getValue());
            }
        }
        depth--;
        return merged;
    }

    // ---- the result

    /** As {@link #merge}, as it stands in the result. */
    private @Nullable Object finished(@Nullable Object left, @Nullable Object right) {
        checkpoint.step();
        MergeBehavior.Cell cell = cell(left, right);
        if (cell == MergeBehavior.LEFT) {
            return part(left, depth);
        }
        if (cell == MergeBehavior.RIGHT) {
            return part(right, depth);
        }
        if (cell == MergeBehavior.MERGED_MAPS) {
            return finishedMap(left, right);
        }
        return cell == MergeBehavior.CONCATENATED
                ? finishedList(left, right)
                : part(cell.merge(left, right, this), depth);
    }

    private List<@Nullable Object> finishedList(@Nullable Object left, @Nullable Object right) {
        requireDepth(depth);
        List<@Nullable Object> elements = new ArrayList<>(Hashify.count(left) + Hashify.count(right));
        addElements(left, elements);
        addElements(right, elements);
        return elements;
    }

    private void addElements(@Nullable Object value, List<@Nullable Object> elements) {
        switch (MergeBehavior.Kind.of(value)) {
            case MAP -> addParts(((Map<?, ?>) Objects.requireNonNull(value)).values(), elements, depth + 1);
            case LIST -> addParts((List<?>) Objects.requireNonNull(value), elements, depth + 1);
            case SCALAR -> elements.add(value);
        }
    }

    private Map<String, @Nullable Object> finishedMap(@Nullable Object left, @Nullable Object right) {
        requireDepth(++depth);
        Map<String, @Nullable Object> user = Hashify.toMap(left, checkpoint);
        Map<String, @Nullable Object> guest = Hashify.toMap(right, checkpoint);
        Map<String, @Nullable Object> merged = newMap(user.size());
        for (Map.Entry<?, @Nullable Object> entry : user.entrySet()) {
            String key = Hashify.textKey(entry.getKey());
            @Nullable Object other = guest.get(key);
            boolean meets = other != null || guest.containsKey(key);
            merged.put(key, meets ? finished(entry.getValue(), other) : part(entry.getValue(), depth));
        }
        for (Map.Entry<?, @Nullable Object> entry : guest.entrySet()) {
            String key = Hashify.textKey(entry.getKey());
            if (!user.containsKey(key)) {
                merged.put(key, part(entry.getValue(), depth));
            }
        }
        depth--;
        return merged;
    }

    /** A part of the arguments, or of what a cell made, as it stands in the result. */
    private @Nullable Object part(@Nullable Object value, int level) {
        checkpoint.step();
        return switch (MergeBehavior.Kind.of(value)) {
            case MAP -> map((Map<?, ?>) Objects.requireNonNull(value), level);
            case LIST -> list((List<?>) Objects.requireNonNull(value), level);
            case SCALAR -> value;
        };
    }

    private Map<?, ?> map(Map<?, ?> map, int level) {
        requireDepth(level);
        if (parts == Parts.SHARED) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                Hashify.textKey(entry.getKey());
                part(entry.getValue(), level + 1);
            }
            return map;
        }
        Map<String, @Nullable Object> copy = newMap(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            copy.put(Hashify.textKey(entry.getKey()), part(entry.getValue(), level + 1));
        }
        return copy;
    }

    private List<?> list(List<?> list, int level) {
        requireDepth(level);
        if (parts == Parts.SHARED) {
            for (Object element : list) {
                part(element, level + 1);
            }
            return list;
        }
        List<@Nullable Object> copy = new ArrayList<>(list.size());
        addParts(list, copy, level + 1);
        return copy;
    }

    private void addParts(Collection<?> from, List<@Nullable Object> elements, int level) {
        for (Object element : from) {
            elements.add(part(element, level));
        }
    }

    private static void requireDepth(int level) {
        if (level > DEEPEST) {
            throw new IllegalArgumentException(
                    "can't merge: a value is cyclic, or has more than " + DEEPEST + " levels of maps and lists");
        }
    }

    /** With room for so many entries. */
    static Map<String, @Nullable Object> newMap(int entries) {
        return new LinkedHashMap<>((int) Math.ceil(entries / (double) LOAD), LOAD);
    }
}
