package dev.peruser.internal.codec;

import dev.peruser.internal.values.Decimals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Writes and reads JSON-like values, refusing whatever would not come back as it was. */
public final class PlainJson {
    private final int deepest;

    PlainJson(int deepest) {
        this.deepest = deepest;
    }

    /** Whether values of this class can be stored without a declared type. */
    static boolean isPlain(@Nullable Object value) {
        return value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Map
                || value instanceof List
                || isPlainNumber(value);
    }

    private static boolean isPlainNumber(Object value) {
        return value instanceof Integer
                || value instanceof Long
                || (value instanceof BigDecimal decimal && Decimals.isStorable(decimal))
                || value instanceof BigInteger
                || value instanceof Short
                || value instanceof Byte
                || (value instanceof Double number && Double.isFinite(number))
                || (value instanceof Float real && Float.isFinite(real));
    }

    /** Throws what {@link #write} would throw, without writing. */
    void check(@Nullable Object value) {
        check(value, 1);
    }

    private void check(@Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> map) {
            requireDepth(depth);
            map.forEach((key, element) -> {
                textKey(key);
                check(element, depth + 1);
            });
        } else if (value instanceof List<?> list) {
            requireDepth(depth);
            list.forEach(element -> check(element, depth + 1));
        } else {
            requirePlain(value);
        }
    }

    void write(JsonGenerator json, @Nullable Object value) {
        write(json, value, 1);
    }

    private void write(JsonGenerator json, @Nullable Object value, int depth) {
        if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Map<?, ?> map) {
            requireDepth(depth);
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeName(textKey(entry.getKey()));
                write(json, entry.getValue(), depth + 1);
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            requireDepth(depth);
            json.writeStartArray();
            for (Object element : list) {
                write(json, element, depth + 1);
            }
            json.writeEndArray();
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value == null) {
            json.writeNull();
        } else {
            requirePlain(value);
            writeNumber(json, (Number) value);
        }
    }

    private static void writeNumber(JsonGenerator json, Number number) {
        if (number instanceof BigDecimal decimal) {
            json.writeNumber(decimal);
        } else if (number instanceof BigInteger integer) {
            json.writeNumber(integer);
        } else if (number instanceof Double real) {
            json.writeNumber(real);
        } else if (number instanceof Float real) {
            json.writeNumber(real);
        } else {
            json.writeNumber(number.longValue());
        }
    }

    private void requireDepth(int depth) {
        if (depth > deepest) {
            throw new UnstorableValueException(
                    "is cyclic or has more than " + deepest + " levels of maps and lists (peruser.limits.depth)");
        }
    }

    private static void requirePlain(@Nullable Object value) {
        if (!isPlain(value)) {
            throw new UnstorableValueException(reasonAgainst(value));
        }
    }

    private static String reasonAgainst(@Nullable Object value) {
        if (value == null || value instanceof Double || value instanceof Float) {
            return "holds NaN or an infinite number, which JSON can't";
        }
        return value instanceof BigDecimal
                ? "holds a decimal of more than " + Decimals.MOST_PLACES + " places"
                : "holds a " + value.getClass().getName()
                        + ", which would not come back as one; declare an Attribute with its type";
    }

    private static String textKey(@Nullable Object key) {
        if (!(key instanceof String text)) {
            throw new UnstorableValueException("holds a map with a key that is not text");
        }
        if (!Texts.isWhole(text)) {
            throw new UnstorableValueException(Texts.HALF_A_PAIR);
        }
        return text;
    }

    /**
     * Reads the one value that there is.
     *
     * @throws IllegalStateException if there is none, another behind it, or one that could not be written again
     */
    static @Nullable Object readAll(JsonParser json) {
        json.nextToken();
        @Nullable Object value = read(json);
        if (json.nextToken() != null) {
            throw new IllegalStateException("something follows the value");
        }
        return value;
    }

    private static @Nullable Object read(JsonParser json) {
        JsonToken token = json.currentToken();
        if (token == null) {
            throw new IllegalStateException("no value");
        }
        return switch (token) {
            case START_OBJECT -> readMap(json);
            case START_ARRAY -> readList(json);
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> json.getNumberValue();
            case VALUE_NUMBER_FLOAT -> decimal(json);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IllegalStateException("unexpected token " + token);
        };
    }

    private static BigDecimal decimal(JsonParser json) {
        try {
            BigDecimal number = json.getDecimalValue();
            if (Decimals.isStorable(number)) {
                return PlainNumbers.decimal(number);
            }
        } catch (NumberFormatException e) {
            throw new IllegalStateException("a number has too many places", e);
        }
        throw new IllegalStateException("a number has too many places");
    }

    private static Map<String, @Nullable Object> readMap(JsonParser json) {
        PlainMap map = new PlainMap();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            map.putRead(name, read(json));
        }
        return map;
    }

    private static List<@Nullable Object> readList(JsonParser json) {
        PlainList list = new PlainList();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            list.addRead(read(json));
        }
        return list;
    }

    /** Says what about a value can't be stored; the message continues "attribute 'x' …". */
    static final class UnstorableValueException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnstorableValueException(String reason) {
            super(reason);
        }
    }
}
