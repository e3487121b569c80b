package dev.peruser.internal.codec;

import dev.peruser.Attribute;
import dev.peruser.Limits;
import dev.peruser.SessionDataException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/** Between values and JSON bytes. Immutable but for what it learns about values; safe for use by many threads. */
public final class JsonCodec {
    private static final int FIRST_BYTES = 512;

    /** When it must be known whether a value was changed: before something is said of it, or soon. */
    public enum Certainty {
        NOW,
        NOW_AND_THEN
    }

    private final JsonMapper mapper;
    private final JsonMapper deepMapper;
    private final PlainJson plain;
    private final PlainJson deep;
    private final ClassShapes shapes;
    private final Consumer<String> warnings;
    private final Map<Attribute<?>, AttributeForm> forms = new ConcurrentHashMap<>();

    public JsonCodec(Limits limits) {
        this(limits, MapperOptions.NONE, warning -> {});
    }

    /**
     * Creates it.
     *
     * @param warnings is told what an application should know of its values
     */
    public JsonCodec(Limits limits, MapperOptions options, Consumer<String> warnings) {
        this.mapper = options.mapper(limits.depth());
        this.deepMapper = options.mapper(MapperOptions.DEEPER_THAN_ANY_LIMIT);
        this.plain = new PlainJson(limits.depth());
        this.deep = new PlainJson(MapperOptions.DEEPER_THAN_ANY_LIMIT);
        this.shapes = new ClassShapes(mapper);
        this.warnings = warnings;
    }

    /** Which of some declarations can't work, and why. */
    public List<String> mistakes(Collection<Attribute<?>> declared) {
        if (MapperOptions.hasDefaultTyping(mapper)) {
            return List.of(MapperOptions.DEFAULT_TYPING);
        }
        return declared.stream().flatMap(this::mistakes).toList();
    }

    private Stream<String> mistakes(Attribute<?> attribute) {
        @Nullable String mistake = form(attribute).mistake();
        return mistake == null ? CountedNumbers.mistakes(mapper, attribute).stream() : Stream.of(mistake);
    }

    /**
     * A value without a declared type as the next request will read it: numbers in it have other classes. It is the
     * same object, if that can be.
     *
     * @throws SessionDataException if it has no stored form
     */
    public @Nullable Object asRead(String name, @Nullable Object value) {
        try {
            plain.check(value);
            return PlainValues.asRead(value);
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
                form(attribute).writer().writeValue(out, value);
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
                    + (attribute == null ? "" : " as " + typeName(attribute)) + ": " + reason(attribute, value, e));
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
                    : form(attribute).reader().readValue(bytes, offset, length);
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
            return Optional.ofNullable(form(attribute).reader().readValue(encodePlain(value)));
        } catch (JacksonException | PlainJson.UnstorableValueException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Refuses a value of a declared attribute that would not be read back as it is. */
    public void requireReadBack(Attribute<?> attribute, @Nullable Object value) {
        form(attribute).requireReadBack(value);
    }

    /**
     * Whether a value was only written in another way because something in it is computed each time.
     *
     * @param one what the value was written as
     * @param other what it is compared with
     * @param stored what that was read from, if it was stored
     * @param certainty whether it has to be found out now
     */
    public boolean isSame(
            @Nullable Attribute<?> attribute,
            @Nullable Object value,
            byte[] one,
            byte[] other,
            @Nullable StoredAttribute stored,
            Certainty certainty) {
        return attribute != null && form(attribute).isSame(value, one, other, stored, certainty);
    }

    /** Whether values of a declared attribute are of a type, once they were read. */
    public boolean isReadAs(Attribute<?> attribute, Class<?> type) {
        return form(attribute).isReadAs(type);
    }

    AttributeForm form(Attribute<?> attribute) {
        @Nullable AttributeForm known = forms.get(attribute);
        return known != null
                ? known
                : forms.computeIfAbsent(attribute, declared -> new AttributeForm(declared, mapper, shapes, warnings));
    }

    private String reason(@Nullable Attribute<?> attribute, @Nullable Object value, JacksonException e) {
        return attribute != null && value != null && !form(attribute).takes(value)
                ? "it is a " + value.getClass().getTypeName() + "; put a value of the declared type"
                : "it is cyclic, too deep (peruser.limits.depth), or holds something that has no JSON form; "
                        + Explanation.of(e);
    }

    private static String typeName(Attribute<?> attribute) {
        return attribute.type().getType().getTypeName();
    }

    private static SessionDataException unstorable(String name, PlainJson.UnstorableValueException reason) {
        return new SessionDataException("attribute '" + name + "' " + reason.getMessage());
    }
}
