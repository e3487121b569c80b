package dev.peruser.internal.codec;

import dev.peruser.Attribute;
import dev.peruser.SessionDataException;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * How values of a declared attribute are written and read, and what was learned about them. Safe for use by many
 * threads.
 *
 * <p>A value that is about to be stored is <em>read back</em>, unless it has only shapes that were read back equal
 * before:
 *
 * <ol>
 *   <li>Its JSON is read, and written again.
 *   <li>What was read is compared with the value part by part, and the JSON with the JSON.
 *   <li>Places that differ each time one looks are computed. They are told once, and not compared from then on.
 *   <li>If anything else differs, the value is refused.
 * </ol>
 */
final class AttributeForm {
    /** So many changes are checked for being computed, and of later ones each of so many. */
    private static final int CHECKED_AT_FIRST = 8;

    private static final int CHECKED_LATER = 256;

    private final Attribute<?> attribute;
    private final JsonMapper mapper;
    private final JavaType type;
    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final ClassShapes shapes;
    private final SeenShapes seen;
    private final Consumer<String> warnings;
    private final AtomicInteger changes = new AtomicInteger();
    private volatile Set<String> computed = Set.of();

    AttributeForm(Attribute<?> attribute, JsonMapper mapper, ClassShapes shapes, Consumer<String> warnings) {
        this.attribute = attribute;
        this.mapper = mapper;
        this.type = mapper.constructType(attribute.type());
        this.reader = mapper.readerFor(type);
        this.writer = mapper.writerFor(type);
        this.shapes = shapes;
        this.seen = new SeenShapes(mapper, shapes, type);
        this.warnings = warnings;
    }

    ObjectReader reader() {
        return reader;
    }

    ObjectWriter writer() {
        return writer;
    }

    /** Whether values are of a type, once they were read. */
    boolean isReadAs(Class<?> other) {
        return other.isAssignableFrom(type.getRawClass()) || type.getRawClass().isAssignableFrom(other);
    }

    /** Whether a value is one of the declared type. */
    boolean takes(Object value) {
        return type.isPrimitive() || type.getRawClass().isInstance(value);
    }

    // ---- what the type alone tells

    /** What is wrong with the type, if that can be told without a value. */
    @Nullable String mistake() {
        try {
            var unused = mapper._deserializationContext().findRootValueDeserializer(type);
            return mistakeIn(type, true, new HashSet<>());
        } catch (JacksonException e) {
            return named() + " can't be read: " + Explanation.of(e) + "; " + Advice.forReading(type.getRawClass());
        }
    }

    /**
     * What is wrong with a part of the type.
     *
     * @param isTheValue whether the part is the value, or an element of it, so that it will be there
     */
    private @Nullable String mistakeIn(JavaType part, boolean isTheValue, Set<Class<?>> looked) {
        if (part.isContainerType() || part.isReferenceType()) {
            return mistakeInside(part, isTheValue, looked);
        }
        Class<?> raw = part.getRawClass();
        if (hasTypeInfo(raw) || !looked.add(raw)) {
            return null;
        }
        ValueDeserializer<?> found = mapper._deserializationContext().findNonContextualValueDeserializer(part);
        if (part.isAbstract()) {
            // Otherwise it is read as another class, or is null as long as nothing is there.
            boolean isUnreadable = isTheValue && found instanceof AbstractDeserializer;
            return isUnreadable ? named() + " can't be read: " + Advice.forReading(raw) : null;
        }
        ClassShape shape = shapes.of(raw);
        if (!shape.lost().isEmpty()) {
            return named() + " would not be read back as it is: a part of it " + Advice.lost(raw, shape.lost());
        }
        if (shape.kind() == ClassShape.Kind.BEAN && found instanceof BeanDeserializerBase bean && !makes(bean)) {
            return named() + " can't be read: no " + raw.getTypeName() + " can be made; " + Advice.forReading(raw);
        }
        for (ClassShape.Property property : shape.properties()) {
            @Nullable String mistake = property.isRead() ? mistakeIn(property.writer().getType(), false, looked) : null;
            if (mistake != null) {
                return mistake;
            }
        }
        return null;
    }

    private @Nullable String mistakeInside(JavaType container, boolean isTheValue, Set<Class<?>> looked) {
        List<String> lost = shapes.of(container.getRawClass()).lost();
        if (!lost.isEmpty()) {
            return named() + " would not be read back as it is: a part of it "
                    + Advice.lost(container.getRawClass(), lost);
        }
        @Nullable JavaType keys = container.getKeyType();
        @Nullable JavaType elements = container.getContentType();
        @Nullable String ofKeys = keys == null ? null : mistakeIn(keys, isTheValue, looked);
        boolean isOfElements = ofKeys == null && elements != null;
        return isOfElements ? mistakeIn(elements, isTheValue, looked) : ofKeys;
    }

    /** Whether an instance can be made of what is written of one. */
    private static boolean makes(BeanDeserializerBase reader) {
        ValueInstantiator maker = reader.getValueInstantiator();
        return maker.canCreateUsingDefault()
                || maker.canCreateFromObjectWith()
                || maker.canCreateUsingDelegate()
                || maker.canCreateUsingArrayDelegate();
    }

    private static boolean hasTypeInfo(Class<?> type) {
        for (var annotation : type.getAnnotations()) {
            if (annotation.annotationType().getSimpleName().equals("JsonTypeInfo")) {
                return true;
            }
        }
        for (Class<?> parent : type.getInterfaces()) {
            if (hasTypeInfo(parent)) {
                return true;
            }
        }
        return type.getSuperclass() != null && hasTypeInfo(type.getSuperclass());
    }

    private String named() {
        return "attribute '" + attribute.name() + "' ("
                + attribute.type().getType().getTypeName() + ")";
    }

    // ---- reading back

    /** Refuses a value that isn't read back as it is written. */
    void requireReadBack(@Nullable Object value) {
        if (seen.contains(value)) {
            return;
        }
        byte[] json = write(value);
        @Nullable Object read = readBack(json);
        byte[] again = write(read);
        @Nullable Difference difference = difference(value, read);
        if (difference == null && differ(json, again).isEmpty()) {
            seen.add(value);
            return;
        }
        learnComputed(differ(json, write(value)), differ(again, write(readBack(json))));
        difference = difference(value, read);
        if (difference != null) {
            throw refused(difference.words());
        }
        if (!JsonDifferences.areAllWithin(differ(json, again), computed)) {
            throw refused("what is written isn't all read: " + Advice.notSet(type.getRawClass()));
        }
        seen.add(value);
    }

    private @Nullable Difference difference(@Nullable Object value, @Nullable Object read) {
        return new ValueComparison(shapes, computed).difference(value, read).orElse(null);
    }

    private @Nullable Object readBack(byte[] json) {
        try {
            return reader.readValue(json);
        } catch (JacksonException | IllegalStateException | NumberFormatException e) {
            throw refused("its JSON can't be read: " + Explanation.of(e) + "; " + Advice.forReading(failing(e)));
        }
    }

    /** The type that couldn't be read, if that is told. */
    private Class<?> failing(RuntimeException reason) {
        @Nullable JavaType failing = reason instanceof InvalidDefinitionException definition ? definition.getType() : null;
        return failing == null ? type.getRawClass() : failing.getRawClass();
    }

    private byte[] write(@Nullable Object value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JacksonException e) {
            throw refused("what is read of it can't be written again: " + Explanation.of(e));
        }
    }

    private SessionDataException refused(String what) {
        return new SessionDataException(named() + " would not be read back as it is: " + what + ". Nothing was saved.");
    }

    private Set<String> differ(byte[] one, byte[] other) {
        return Arrays.equals(one, other) ? Set.of() : JsonDifferences.between(tree(one), tree(other));
    }

    private @Nullable Object tree(byte[] json) {
        try (JsonParser parser = mapper.createParser(json)) {
            return PlainJson.readAll(parser);
        }
    }

    // ---- what is computed

    /**
     * Whether two ways in which a value was written are the same but for what is computed.
     *
     * @param value the value as it is, to be written again
     * @param stored the JSON that the other way comes from, to be read and written again
     */
    boolean isSame(
            @Nullable Object value,
            byte[] one,
            byte[] other,
            @Nullable StoredAttribute stored,
            JsonCodec.Certainty certainty) {
        boolean isDue = certainty == JsonCodec.Certainty.NOW || isDue();
        if (isDue || seen.compute()) {
            lookAgain(value, one, other, isDue ? stored : null);
        }
        return !computed.isEmpty() && JsonDifferences.areAllWithin(differ(one, other), computed);
    }

    private void lookAgain(@Nullable Object value, byte[] one, byte[] other, @Nullable StoredAttribute stored) {
        try {
            learnComputed(
                    differ(one, write(value)),
                    stored == null ? Set.of() : differ(other, write(readBack(stored.json()))));
        } catch (SessionDataException | ConcurrentModificationException e) {
            // What is stored may be of another version, and another thread may change the value: nothing is learned.
        }
    }

    private boolean isDue() {
        int change = changes.incrementAndGet();
        return change <= CHECKED_AT_FIRST || change % CHECKED_LATER == 0;
    }

    private void learnComputed(Set<String> some, Set<String> more) {
        Set<String> known = computed;
        Set<String> all = new HashSet<>(known);
        all.addAll(some);
        all.addAll(more);
        if (all.size() > known.size()) {
            computed = Set.copyOf(all);
            if (known.isEmpty()) {
                warnings.accept(
                        "peruser.computed-value: " + named() + " is written differently each time one looks, at "
                                + all.size() + " place" + (all.size() == 1 ? "" : "s")
                                + ": a getter or a serializer of it computes, from the time for example. That is left out when"
                                + " PerUser looks for changes; mark it @JsonIgnore, so that it isn't stored");
            }
        }
    }
}
