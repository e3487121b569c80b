package dev.peruser.benchmarks.sidebyside;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The same contents as bytes, for the raw calls. */
final class Frames {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Frames() {}

    /** Each attribute as JSON. */
    static Map<String, byte[]> attributes(Case kind, int person) {
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        Contents.of(kind, person).forEach((name, value) -> attributes.put(name, JSON.writeValueAsBytes(value)));
        return attributes;
    }

    /** All of them in one piece. */
    static byte[] whole(Case kind, int person) {
        return JSON.writeValueAsBytes(Contents.of(kind, person));
    }

    /** What the raw calls write for a small change: as many bytes as PerUser does. */
    static byte[] changed(Case kind, int number) {
        return kind == Case.B || kind == Case.E
                ? JSON.writeValueAsBytes(Contents.page(number))
                : JSON.writeValueAsBytes(Cart.of(Contents.LINES, "U"));
    }

    static byte[] ascii(String text) {
        return text.getBytes(UTF_8);
    }
}
