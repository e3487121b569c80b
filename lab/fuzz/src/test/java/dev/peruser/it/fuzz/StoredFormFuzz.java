package dev.peruser.it.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Attribute;
import dev.peruser.Limits;
import dev.peruser.Merger;
import dev.peruser.SessionDataException;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.store.jdbc.FuzzedFrame;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.core.type.TypeReference;

/**
 * Arbitrary bytes where a stored form is expected: a value or a clear error, and whatever is read is written again with
 * the same meaning. The first byte says which form, a letter in the seeds.
 */
public final class StoredFormFuzz {
    enum Colour {
        RED,
        GREEN
    }

    record Item(String sku, int quantity, BigDecimal price, Colour colour, Map<String, Long> counts) {}

    record Everything(
            String text,
            Integer whole,
            long primitive,
            double real,
            BigInteger large,
            Boolean truth,
            Instant instant,
            Duration duration,
            LocalDate day,
            Set<String> set,
            List<Item> items,
            byte[] bytes) {}

    static final Attribute<Everything> EVERYTHING = Attribute.of("everything", Everything.class);
    static final Attribute<Map<String, Integer>> COUNTS = Attribute.builder(
                    "counts", new TypeReference<Map<String, Integer>>() {})
            .mergeBy(Merger.sum())
            .build();
    static final Attribute<List<Item>> ITEMS = Attribute.builder("items", new TypeReference<List<Item>>() {})
            .itemIdentity("sku")
            .build();
    static final Attribute<BigDecimal> AMOUNT =
            Attribute.builder("amount", BigDecimal.class).mergeBy(Merger.sum()).build();
    static final Attribute<Long> HITS =
            Attribute.builder("hits", Long.class).counter().build();
    static final List<Attribute<?>> DECLARED = List.of(EVERYTHING, COUNTS, ITEMS, AMOUNT, HITS);

    private static final JsonCodec CODEC = new JsonCodec(Limits.DEFAULT);

    private StoredFormFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Choices choices = new Choices(data);
        int form = choices.byteValue();
        switch (form) {
            case 'h' -> header(choices.rest());
            case 'a' -> attribute(choices.rest());
            case 'j' -> plainJson(choices.rest());
            case 't' -> typedJson(choices);
            case 'f' -> FuzzedFrame.check(choices.rest());
            case 'g' -> writtenFrame(choices);
            case 'r' -> FuzzedRequest.onDamagedAttributes(choices);
            case 's' -> FuzzedRequest.onADamagedHeader(choices);
            default -> {
                byte[] otherwise = data.clone();
                if (otherwise.length > 0) {
                    otherwise[0] = (byte) "hajtfgrs".charAt(form % 8);
                    fuzzerTestOneInput(otherwise);
                }
            }
        }
    }

    private static void header(byte[] bytes) {
        Header header;
        try {
            header = HeaderCodec.decode(bytes);
        } catch (SessionDataException e) {
            assertThat(e.getMessage()).startsWith("the ").contains("session");
            return;
        }
        byte[] again = HeaderCodec.encode(header);
        assertThat(HeaderCodec.encode(HeaderCodec.decode(again))).isEqualTo(again);
        Header reread = HeaderCodec.decode(again);
        assertThat(reread.commits()).isEqualTo(header.commits());
        assertThat(reread.ledger()).isEqualTo(header.ledger());
        assertThat(reread.pending()).isEqualTo(header.pending());
        assertThat(reread.target()).isEqualTo(header.target());
        assertThat(reread.state()).isEqualTo(header.state());
        assertThat(reread.createdAt()).isEqualTo(header.createdAt());
        assertThat(reread.erasedAt()).isEqualTo(header.erasedAt());
        assertThat(reread.ownerHash()).isEqualTo(header.ownerHash());
        assertThat(reread.unknown()).hasSameSizeAs(header.unknown());
        for (int i = 0; i < header.unknown().size(); i++) {
            assertThat(reread.unknown().get(i).tag())
                    .isEqualTo(header.unknown().get(i).tag());
            assertThat(reread.unknown().get(i).bytes())
                    .isEqualTo(header.unknown().get(i).bytes());
        }
    }

    private static void attribute(byte[] bytes) {
        StoredAttribute attribute;
        try {
            attribute = StoredAttribute.parse("x", bytes);
        } catch (SessionDataException e) {
            assertThat(e.getMessage()).startsWith("attribute 'x'");
            assertThat(StoredAttribute.parseUnlessPut("x", bytes, true)).isNull();
            StoredAttribute.isExpired(bytes, Instant.EPOCH);
            return;
        }
        assertThat(attribute.bytes()).isEqualTo(bytes);
        for (Instant time : List.of(Instant.EPOCH, Instant.ofEpochMilli(Long.MAX_VALUE))) {
            assertThat(StoredAttribute.isExpired(bytes, time)).isEqualTo(attribute.isExpiredAt(time));
        }
        plainJson(attribute.json());
    }

    private static void plainJson(byte[] json) {
        Object value;
        try {
            value = CODEC.decode("x", null, json);
        } catch (SessionDataException e) {
            assertThat(e.getMessage()).startsWith("attribute 'x'");
            return;
        }
        byte[] again = CODEC.encodePlain(value);
        assertThat(isSame(value, CODEC.decode("x", null, again))).isTrue();
        assertThat(CODEC.encodePlain(CODEC.decode("x", null, again))).isEqualTo(again);
        try {
            assertThat(CODEC.encode("x", null, value)).isEqualTo(again);
        } catch (SessionDataException e) {
            assertThat(e.getMessage()).contains("peruser.limits.depth");
        }
    }

    /** Equal, except that {@code 1e0} comes back as the whole number that it is. */
    private static boolean isSame(Object one, Object other) {
        if (one instanceof Map<?, ?> left && other instanceof Map<?, ?> right) {
            return List.copyOf(left.keySet()).equals(List.copyOf(right.keySet()))
                    && left.keySet().stream().allMatch(key -> isSame(left.get(key), right.get(key)));
        }
        if (one instanceof List<?> left && other instanceof List<?> right) {
            return left.size() == right.size()
                    && IntStream.range(0, left.size()).allMatch(i -> isSame(left.get(i), right.get(i)));
        }
        return one instanceof BigDecimal number && number.scale() == 0
                ? number.toString().equals(other.toString())
                : Objects.equals(one, other);
    }

    private static void typedJson(Choices choices) {
        Attribute<?> attribute = DECLARED.get(choices.oneOf(DECLARED.size()));
        byte[] json = choices.rest();
        Object value;
        try {
            value = CODEC.decode(attribute.name(), attribute, json);
        } catch (SessionDataException e) {
            assertThat(e.getMessage()).startsWith("attribute '" + attribute.name() + "'");
            assertThat(CODEC.fits(attribute, json)).isFalse();
            return;
        }
        byte[] again = CODEC.encode(attribute.name(), attribute, value);
        Object reread = CODEC.decode(attribute.name(), attribute, again);
        assertThat(CODEC.encode(attribute.name(), attribute, reread)).isEqualTo(again);
        keepsUnknownFields(attribute, json);
    }

    /** Whatever the class makes of it, each entry that is stored is there when it is completed. */
    private static void keepsUnknownFields(Attribute<?> attribute, byte[] json) {
        Object stored;
        try {
            stored = CODEC.decode("x", null, json);
        } catch (SessionDataException e) {
            return; // damaged in a field that the class passes over
        }
        Object completed = CODEC.normalized(attribute.name(), attribute, json);
        if (stored instanceof Map<?, ?> map) {
            assertThat(completed).isInstanceOf(Map.class);
            assertThat(((Map<?, ?>) completed).keySet().containsAll(map.keySet()))
                    .isTrue();
        }
    }

    private static void writtenFrame(Choices choices) {
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        byte[] header = choices.bytes();
        for (int i = choices.oneOf(5); i > 0; i--) {
            attributes.put(choices.yes() ? choices.units() : choices.text(), choices.bytes());
        }
        FuzzedFrame.roundTrip(header, attributes);
        byte[] utf8 = Arrays.copyOf(header, header.length);
        FuzzedFrame.roundTrip(utf8, Map.of(new String(header, StandardCharsets.UTF_8), utf8));
    }
}
