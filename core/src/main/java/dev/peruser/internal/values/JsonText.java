package dev.peruser.internal.values;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON text for columns of databases. Numbers keep their digits.
 *
 * <p>Some databases refuse, or change, text with the character 0 or half of a surrogate pair. Each such character is
 * written as {@link #ESCAPE} and four hexadecimal digits, and so is that one itself.
 */
public final class JsonText {
    private static final char ESCAPE = '\u001A';
    private static final Pattern ESCAPED = Pattern.compile(ESCAPE + "([0-9a-f]{4})");
    private static final int DEEPEST = 1_000;
    private static final int RADIX = 16;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .build();

    private JsonText() {}

    /**
     * The text of a map.
     *
     * @throws IllegalArgumentException if a value is not JSON-like
     */
    public static String write(Map<String, @Nullable Object> data) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, data);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("a value has no JSON form", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            json.writeString(escape(text));
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((name, element) -> {
                json.writeName(escape(String.valueOf(name)));
                write(json, element);
            });
            json.writeEndObject();
        } else if (value instanceof Iterable<?> list) {
            json.writeStartArray();
            list.forEach(element -> write(json, element));
            json.writeEndArray();
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Number number) {
            write(json, number);
        } else {
            throw new IllegalArgumentException(
                    "a value is a " + value.getClass().getName() + ", which has no JSON form");
        }
    }

    private static void write(JsonGenerator json, Number number) {
        if (number instanceof BigDecimal decimal) {
            json.writeNumber(decimal);
        } else if (number instanceof BigInteger integer) {
            json.writeNumber(integer);
        } else if (number instanceof Double || number instanceof Float) {
            json.writeNumber(new BigDecimal(number.toString()));
        } else {
            json.writeNumber(number.longValue());
        }
    }

    /**
     * Reads what {@link #write} wrote, or what another program did.
     *
     * @throws IllegalArgumentException if it is not the text of one JSON object
     */
    public static Map<String, @Nullable Object> read(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("it is no JSON object");
            }
            Map<String, @Nullable Object> data = readMap(json);
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("something follows the JSON object");
            }
            return data;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is no JSON", e);
        }
    }

    private static @Nullable Object read(JsonParser json, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> readMap(json);
            case START_ARRAY -> readList(json);
            case VALUE_STRING -> unescape(json.getString());
            case VALUE_NUMBER_INT -> json.getNumberValue();
            case VALUE_NUMBER_FLOAT -> json.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static Map<String, @Nullable Object> readMap(JsonParser json) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = unescape(json.currentName());
            map.put(name, read(json, json.nextToken()));
        }
        return map;
    }

    private static List<@Nullable Object> readList(JsonParser json) {
        List<@Nullable Object> list = new ArrayList<>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            list.add(read(json, token));
        }
        return list;
    }

    private static String escape(String text) {
        @Nullable StringBuilder escaped = null;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            boolean isPair = i + 1 < text.length() && Character.isSurrogatePair(next, text.charAt(i + 1));
            if (next == 0 || next == ESCAPE || (Character.isSurrogate(next) && !isPair)) {
                escaped = escaped == null ? new StringBuilder(text.substring(0, i)) : escaped;
                escaped.append(ESCAPE).append(String.format("%04x", (int) next));
            } else if (escaped != null) {
                escaped.append(next);
            }
            if (isPair) {
                i++;
                if (escaped != null) {
                    escaped.append(text.charAt(i));
                }
            }
        }
        return escaped == null ? text : escaped.toString();
    }

    private static String unescape(String text) {
        return text.indexOf(ESCAPE) < 0
                ? text
                : ESCAPED.matcher(text)
                        .replaceAll(found -> Matcher.quoteReplacement(
                                String.valueOf((char) Integer.parseInt(found.group(1), RADIX))));
    }
}
