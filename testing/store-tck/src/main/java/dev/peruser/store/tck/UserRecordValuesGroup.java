package dev.peruser.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.UserRecord;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

abstract class UserRecordValuesGroup {
    private final UserRecordContract contract;

    UserRecordValuesGroup(UserRecordContract contract) {
        this.contract = contract;
    }

    private static Map<String, @Nullable Object> each() {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("text", "Größe 'L' \"\\ \n\t \u2028 \uD83D\uDED2");
        data.put("empty text", "");
        data.put("nothing", null);
        data.put("yes", true);
        data.put("no", false);
        data.put("number", 7);
        data.put("negative", -1);
        data.put("beyond a double", (1L << 53) + 1);
        data.put("beyond a long", new BigInteger("123456789012345678901234567890"));
        data.put("price", new BigDecimal("12.50"));
        data.put("many digits", new BigDecimal("0.1234567890123456789012345678901234567890"));
        data.put("list", Arrays.asList("a", null, 1, List.of(), Map.of()));
        data.put("map", Map.of("inner", Map.of("deep", List.of(1, 2))));
        data.put("name with . $ ' and \u00e4", 1);
        data.put("__peruser", Map.of("header", "AQIDBA==", "expiresAt", 4_102_444_800_000L));
        return data;
    }

    @Test
    void load_ofANewRecord_isEmpty() throws Exception {
        assertThat(Records.load(contract.openEmpty())).isEmpty();
    }

    @Test
    void load_givesEachKindOfValueAsItWasStored() throws Exception {
        UserRecord record = contract.openEmpty();
        assertThat(Records.store(record, each())).isTrue();
        Map<String, @Nullable Object> loaded = Records.load(record);
        assertThat(loaded.keySet()).isEqualTo(each().keySet());
        each().forEach((name, value) ->
                assertThat(Records.comparable(loaded.get(name))).as(name).isEqualTo(Records.comparable(value)));
    }

    @Test
    void load_byAnother_givesWhatWasStoredLast() throws Exception {
        UserRecord record = contract.openEmpty();
        UserRecord another = contract.open();
        assertThat(Records.load(another)).isEmpty();
        Records.store(record, each());
        assertThat(Records.load(another).get("text")).isEqualTo(each().get("text"));
        Records.store(another, Map.of("text", "new"));
        assertThat(Records.load(record)).isEqualTo(Map.of("text", "new"));
    }

    @Test
    void store_replacesTheWhole() throws Exception {
        UserRecord record = contract.openEmpty();
        Records.store(record, each());
        Records.store(record, Map.of("other", "value"));
        assertThat(Records.load(record)).containsOnlyKeys("other");
        Records.store(record, Map.of());
        assertThat(Records.load(record)).isEmpty();
    }

    @Test
    void store_keepsAsMuchAsTheLimitsAllow() throws Exception {
        UserRecord record = contract.openEmpty();
        String large = "\u00e4".repeat(500_000);
        Records.store(record, Map.of("large", large));
        assertThat(large.equals(Records.load(contract.open()).get("large"))).isTrue();
    }
}
