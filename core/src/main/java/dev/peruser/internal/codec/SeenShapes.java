package dev.peruser.internal.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which shapes the values of an attribute had that were read back equal: which classes at which places, and which
 * properties with something in them. A value of such shapes only need not be read back again; that is told by a walk
 * over what can be of several classes, and costs a fraction of writing the value.
 *
 * <ol>
 *   <li>A place is the value itself, an element or key of a list, set, array or map at a place, or a property of a
 *       class. A property of a generic class is a place of its own wherever the class is.
 *   <li>A property whose type has no parts is looked at until it held something else than null, zero, false or empty
 *       text.
 *   <li>Instances of some classes say nothing of others: those with fields that no property shows, for example. They
 *       are read back each time.
 *   <li>At most 2,000 classes at places are remembered. Values with further ones are read back each time.
 * </ol>
 *
 * <p>Safe for use by many threads.
 */
final class SeenShapes {
    private static final int MOST = 2_000;

    private final JsonMapper mapper;
    private final ClassShapes shapes;
    private final Place root;
    private final Map<ClassShape.Property, Place> places = new ConcurrentHashMap<>();
    private final AtomicInteger remembered = new AtomicInteger();
    private volatile boolean computes;

    SeenShapes(JsonMapper mapper, ClassShapes shapes, JavaType type) {
        this.mapper = mapper;
        this.shapes = shapes;
        this.root = new Place(type);
    }

    /** Whether each part of a value has a shape that was seen. */
    boolean contains(@Nullable Object value) {
        return contains(root, value);
    }

    /** Remembers a value that was read back equal. */
    void add(@Nullable Object value) {
        add(root, value);
    }

    /** Whether something is written, of values seen so far, that is most likely computed. */
    boolean compute() {
        return computes;
    }

    private static final class Place {
        private final JavaType type;
        private final boolean isOpen;
        private final Map<Class<?>, Seen> seen = new ConcurrentHashMap<>(2);
        private volatile @Nullable Seen last;

        Place(JavaType type) {
            this.type = type;
            Class<?> raw = type.getRawClass();
            this.isOpen = raw == Object.class || raw == Number.class || raw.isInterface();
        }

        @Nullable Seen find(Class<?> found) {
            @Nullable Seen recent = last;
            if (recent != null && recent.type == found) {
                return recent;
            }
            @Nullable Seen known = seen.get(found);
            if (known != null) {
                last = known;
            }
            return known;
        }
    }

    /** A class that was seen at a place. */
    private static final class Seen {
        private final Class<?> type;
        private final ClassShape shape;
        private final @Nullable Place keys;
        private final @Nullable Place elements;
        /** Properties of which a further value may be of another shape. */
        private volatile List<SeenProperty> open;

        Seen(Class<?> type, ClassShape shape, @Nullable Place keys, @Nullable Place elements, List<SeenProperty> open) {
            this.type = type;
            this.shape = shape;
            this.keys = keys;
            this.elements = elements;
            this.open = open;
        }
    }

    private record SeenProperty(ClassShape.Property property, Place place) {}

    // ---- looking

    private static boolean contains(@Nullable Place place, @Nullable Object value) {
        if (value == null) {
            return true;
        }
        if (place == null) {
            return false;
        }
        @Nullable Seen seen = place.find(value.getClass());
        if (seen == null || !seen.shape.isSettled()) {
            return false;
        }
        return switch (seen.shape.kind()) {
            case SCALAR -> !place.isOpen || !(value instanceof Number number) || PlainNumbers.isAsRead(number);
            case COLLECTION -> containsAll(seen.elements, (Collection<?>) value);
            case MAP -> containsEntries(seen, (Map<?, ?>) value);
            case ARRAY -> containsAll(seen.elements, (Object[]) value);
            case OPTIONAL -> contains(seen.elements, ((Optional<?>) value).orElse(null));
            case BEAN -> containsProperties(seen, value);
        };
    }

    private static boolean containsAll(@Nullable Place elements, Collection<?> values) {
        for (Object value : values) {
            if (!contains(elements, value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean containsAll(@Nullable Place elements, @Nullable Object[] values) {
        for (@Nullable Object value : values) {
            if (!contains(elements, value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean containsEntries(Seen seen, Map<?, ?> map) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!containsKey(seen.keys, entry.getKey()) || !contains(seen.elements, entry.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** Keys become text. Those of a class that is no scalar may become the same text, however often they did not. */
    private static boolean containsKey(@Nullable Place keys, @Nullable Object key) {
        if (key == null || keys == null) {
            return false;
        }
        @Nullable Seen seen = keys.find(key.getClass());
        return seen != null && seen.shape.isSettled() && ClassShapes.isExactKey(seen.type);
    }

    private static boolean containsProperties(Seen seen, Object bean) {
        List<SeenProperty> open = seen.open;
        if (open.isEmpty()) {
            return true;
        }
        for (SeenProperty one : open) {
            @Nullable Object value = one.property.get(bean);
            if (one.property.isLeaf() ? !isNothing(value) : !contains(one.place, value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNothing(@Nullable Object value) {
        return value == null
                || value.equals("")
                || value.equals(false)
                || (value instanceof Number number && number.doubleValue() == 0)
                || (value instanceof Character character && character == 0);
    }

    // ---- remembering

    private void add(Place place, @Nullable Object value) {
        if (value == null) {
            return;
        }
        @Nullable Seen seen = place.find(value.getClass());
        if (seen == null) {
            if (remembered.incrementAndGet() > MOST) {
                return;
            }
            seen = newSeen(place, value.getClass());
            place.seen.put(value.getClass(), seen);
        }
        if (!seen.shape.isSettled()) {
            return;
        }
        switch (seen.shape.kind()) {
            case SCALAR -> {}
            case COLLECTION -> addAll(seen.elements, (Collection<?>) value);
            case MAP -> {
                addAll(seen.keys, ((Map<?, ?>) value).keySet());
                addAll(seen.elements, ((Map<?, ?>) value).values());
            }
            case ARRAY -> addAll(seen.elements, Arrays.asList((Object[]) value));
            case OPTIONAL -> addAll(seen.elements, Collections.singleton(((Optional<?>) value).orElse(null)));
            case BEAN -> addProperties(seen, value);
        }
    }

    private void addAll(@Nullable Place elements, Collection<?> values) {
        if (elements != null) {
            for (Object value : values) {
                add(elements, value);
            }
        }
    }

    private void addProperties(Seen seen, Object bean) {
        List<SeenProperty> open = new ArrayList<>();
        for (SeenProperty one : seen.open) {
            @Nullable Object value = one.property.get(bean);
            if (!one.property.isLeaf()) {
                add(one.place, value);
                open.add(one);
            } else if (isNothing(value)) {
                open.add(one);
            }
        }
        if (open.size() < seen.open.size()) {
            seen.open = List.copyOf(open);
        }
    }

    private Seen newSeen(Place place, Class<?> type) {
        ClassShape shape = shapes.of(type);
        if (shape.computes()) {
            computes = true;
        }
        JavaType actual =
                place.type.isContainerType() || place.type.isReferenceType() ? place.type : mapper.constructType(type);
        boolean isGeneric = type.getTypeParameters().length > 0;
        List<SeenProperty> open = shape.properties().stream()
                .map(property -> new SeenProperty(
                        property,
                        isGeneric
                                ? new Place(property.writer().getType())
                                : places.computeIfAbsent(
                                        property, one -> new Place(one.writer().getType()))))
                .toList();
        return switch (shape.kind()) {
            case MAP -> new Seen(type, shape, place(actual.getKeyType()), place(actual.getContentType()), open);
            case COLLECTION, ARRAY, OPTIONAL -> new Seen(type, shape, null, place(actual.getContentType()), open);
            default -> new Seen(type, shape, null, null, open);
        };
    }

    private Place place(@Nullable JavaType type) {
        return new Place(type == null ? mapper.constructType(Object.class) : type);
    }
}
