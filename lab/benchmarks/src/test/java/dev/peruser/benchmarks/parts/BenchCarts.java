package dev.peruser.benchmarks.parts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two carts of 50 lines, 25 of them in both, and what the real Hash::Merge makes of them.
 *
 * @param left the user's
 * @param right the guest's
 * @param result the merged one, by the name of the behaviour
 */
public record BenchCarts(Map<String, Object> left, Map<String, Object> right, Map<String, Map<String, Object>> result) {

    /** Reads them; decimals as PerUser reads them. */
    public static BenchCarts read() {
        JsonMapper mapper = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        try (InputStream file = BenchCarts.class.getResourceAsStream("/bench_carts.json")) {
            return mapper.readValue(Objects.requireNonNull(file), BenchCarts.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
