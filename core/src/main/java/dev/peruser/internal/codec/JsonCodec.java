package dev.peruser.internal.codec;

import dev.peruser.Attribute;
import dev.peruser.Limits;
import dev.peruser.SessionDataException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Between values and JSON bytes. A mapper of our own and not the application's, so that its settings can't change what
 * is stored: decimals keep their digits, a missing primitive is its zero, unknown fields are left alone, a fraction is
 * never cut to a whole number, duplicate keys are refused.
 */
public final class JsonCodec {
    private static final int DEEPER_THAN_ANY_LIMIT = 1_000;
    private static final int FIRST_BYTES = 512;

    private final JsonMapper mapper;
    private final JsonMapper deepMapper;
    private final PlainJson plain;
    private final PlainJson deep;
    private final Map<Attribute<?>, ObjectReader> readers = new ConcurrentHashMap<>();
    private final Map<Attribute<?>, ObjectWriter> writers = new ConcurrentHashMap<>();

    public JsonCodec(Limits limits) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPER_THAN_ANY_LIMIT)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        this.mapper = JsonMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                .enable(MapperFeature.INFER_RECORD_GETTERS_FROM_COMPONENTS_ONLY)
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .addModule(new StorableNumbers())
                .build();
        this.deepMapper = new JsonMapper(factory.rebuild()
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(DEEPER_THAN_ANY_LIMIT)
                        .build())
                .build());
        this.plain = new PlainJson(limits.depth());
        this.deep = new PlainJson(DEEPER_THAN_ANY_LIMIT);
    }

    /** What an attribute declares that its type doesn't have. */
    public List<String> mistakes(Attribute<?> attribute) {
        return CountedNumbers.mistakes(mapper, attribute);
    }

    /** Refuses a value that has no stored form. */
    public void checkPlain(String name, @Nullable Object value) {
        try {
            plain.check(value);
        } catch (PlainJson.UnstorableValueException e) {
            throw unstorable(name, e);
        }
    }

    public byte[] encode(String name, @Nullable Attribute<?> attribute, @Nullable Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BYTES);
        encodeTo(bytes, plain, name, attribute, value);
        return bytes.toByteArray();
    }

    private void encodeTo(
            OutputStream out, PlainJson form, String name, @Nullable Attribute<?> attribute, @Nullable Object value) {
        try {
            if (attribute == null) {
                writePlain(out, form, value);
            } else {
                writer(attribute).writeValue(out, value);
            }
        } catch (PlainJson.UnstorableValueException e) {
            throw unstorable(name, e);
        } catch (ConcurrentModificationException e) {
            throw new SessionDataException(
                    "attribute '" + name
                            + "' was changed by another thread while it was being saved; nothing was saved",
                    e);
        } catch (JacksonException e) {
            throw new SessionDataException("attribute '" + name + "' can't be stored"
                    + (attribute == null ? "" : " as " + typeName(attribute))
                    + ": it is cyclic, too deep (peruser.limits.depth), or holds something that has no JSON form ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /**
     * A value that is not the application's own: merged from several, or a report that holds them. No limit of depth
     * counts.
     */
    public byte[] encodePlain(@Nullable Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BYTES);
        writePlain(bytes, deep, value);
        return bytes.toByteArray();
    }

    private void writePlain(OutputStream out, PlainJson form, @Nullable Object value) {
        try (JsonGenerator json = deepMapper.createGenerator(out)) {
            form.write(json, value);
        }
    }

    /**
     * As {@link #encode}, but null if that gives what is stored, byte for byte. Also if the value can't be encoded, and
     * is still what the stored one was decoded to: it was read, and nobody changed it. For when a limit was lowered, or
     * the stored form is one that nothing here writes.
     *
     * @param stored what the value was read from
     */
    public byte @Nullable [] encodeIfChanged(
            String name, @Nullable Attribute<?> attribute, @Nullable Object value, StoredAttribute stored) {
        EncodedChange change = new EncodedChange(stored.bytes(), stored.offset());
        try {
            encodeTo(change, plain, name, attribute, value);
            return change.changed();
        } catch (SessionDataException e) {
            if (isAsRead(name, attribute, stored, value)) {
                return null;
            }
            throw e;
        }
    }

    private boolean isAsRead(
            String name, @Nullable Attribute<?> attribute, StoredAttribute stored, @Nullable Object value) {
        try {
            return leniently(attribute, value).equals(leniently(attribute, decode(name, attribute, stored)));
        } catch (JacksonException e) {
            return false;
        }
    }

    private String leniently(@Nullable Attribute<?> attribute, @Nullable Object value) {
        return attribute == null
                ? deepMapper.writeValueAsString(value)
                : deepMapper.writerFor(attribute.type()).writeValueAsString(value);
    }

    /** A copy that shares nothing with the value. */
    @SuppressWarnings("unchecked") // decoded as the type that it was encoded as
    public <T> T copy(Attribute<T> attribute, T value) {
        Object copy = decode(attribute.name(), attribute, encode(attribute.name(), attribute, value));
        if (copy == null) {
            throw new SessionDataException(
                    "attribute '" + attribute.name() + "': its default can't be stored and read again");
        }
        return (T) copy;
    }

    /**
     * A stored value as plain JSON, complete as this version of the class writes it: fields that it lacks are there
     * with what the class makes of that, fields that the class doesn't know are there too, and lists that the class
     * reads as sets hold each element once.
     */
    public @Nullable Object normalized(String name, @Nullable Attribute<?> attribute, byte[] json) {
        Object tree = decodePlain(json);
        if (attribute == null) {
            return tree;
        }
        try {
            return StoredForm.complete(tree, decodePlain(encode(name, attribute, decode(name, attribute, json))));
        } catch (SessionDataException e) {
            return tree; // this version can't read it
        }
    }

    /** Whether a stored value can be read as the attribute's type. */
    public boolean fits(Attribute<?> attribute, byte[] json) {
        try {
            decode(attribute.name(), attribute, json);
            return true;
        } catch (SessionDataException e) {
            return false;
        }
    }

    public @Nullable Object decode(String name, @Nullable Attribute<?> attribute, byte[] json) {
        return decode(name, attribute, json, 0, json.length);
    }

    public @Nullable Object decode(String name, @Nullable Attribute<?> attribute, StoredAttribute stored) {
        return decode(name, attribute, stored.bytes(), stored.offset(), stored.length());
    }

    private @Nullable Object decode(
            String name, @Nullable Attribute<?> attribute, byte[] bytes, int offset, int length) {
        try {
            return attribute == null
                    ? decodePlain(bytes, offset, length)
                    : reader(attribute).readValue(bytes, offset, length);
        } catch (JacksonException | IllegalStateException | NumberFormatException e) {
            throw new SessionDataException("attribute '" + name + "': its stored form doesn't fit "
                    + (attribute == null ? "JSON" : typeName(attribute))
                    + " (" + e.getClass().getSimpleName()
                    + "); it is kept until another value is put or it is removed");
        }
    }

    /**
     * A stored value as plain JSON.
     *
     * @throws JacksonException if it is none
     * @throws IllegalStateException if it is one that could not be written again
     */
    public @Nullable Object decodePlain(byte[] bytes) {
        return decodePlain(bytes, 0, bytes.length);
    }

    private @Nullable Object decodePlain(byte[] bytes, int offset, int length) {
        try (JsonParser json = mapper.createParser(bytes, offset, length)) {
            return PlainJson.readAll(json);
        }
    }

    /** A plain value as the attribute's type, if it fits. */
    public <T> Optional<T> convert(Attribute<T> attribute, @Nullable Object value) {
        try {
            return Optional.ofNullable(reader(attribute).readValue(encodePlain(value)));
        } catch (JacksonException | PlainJson.UnstorableValueException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private ObjectReader reader(Attribute<?> attribute) {
        @Nullable ObjectReader known = readers.get(attribute);
        return known != null
                ? known
                : readers.computeIfAbsent(attribute, declared -> mapper.readerFor(declared.type()));
    }

    private ObjectWriter writer(Attribute<?> attribute) {
        @Nullable ObjectWriter known = writers.get(attribute);
        return known != null
                ? known
                : writers.computeIfAbsent(attribute, declared -> mapper.writerFor(declared.type()));
    }

    private static String typeName(Attribute<?> attribute) {
        return attribute.type().getType().getTypeName();
    }

    private static SessionDataException unstorable(String name, PlainJson.UnstorableValueException reason) {
        return new SessionDataException("attribute '" + name + "' " + reason.getMessage());
    }
}
