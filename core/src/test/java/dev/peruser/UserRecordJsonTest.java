package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of a record's data, for columns of all databases. */
class UserRecordJsonTest {
    private static Object through(Object value) {
        return UserRecord.fromJson(UserRecord.toJson(Map.of("value", value))).get("value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a\u0000b",
                "\u0000",
                "\u001A",
                "\u001A0000",
                "\u001A001a",
                "\ud83d",
                "\ude00 first",
                "\ude00\ud83d",
                "\ud83d\ude00 whole \u0000",
                "$1 \\ \" \n"
            })
    void text_comesBack_withoutWhatDatabasesRefuse(String text) {
        assertThat(through(text)).isEqualTo(text);
        assertThat(through(Map.of(text, List.of(text)))).isEqualTo(Map.of(text, List.of(text)));
        String json = UserRecord.toJson(Map.of("value", text));
        assertThat(json).doesNotContain("\\u0000");
        assertThat(new String(
                        json.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(json);
    }

    @Test
    void numbers_keepTheirDigits() {
        for (Object number : List.of(
                7, 1L << 60, new BigInteger("9".repeat(2_000)), new BigDecimal("1.50"), new BigDecimal("1E+3"))) {
            assertThat(through(number)).isEqualTo(number);
        }
        assertThat(through(0.1)).isEqualTo(new BigDecimal("0.1"));
    }

    @Test
    void whatIsNoObject_isRefused_withoutSayingWhatItIs() {
        for (String text : List.of("secret", "[\"secret\"]", "{\"a\":\"secret\"", "{} secret", "")) {
            assertThatExceptionOfType(SessionDataException.class)
                    .isThrownBy(() -> UserRecord.fromJson(text))
                    .withMessageContaining("can't be read")
                    .withMessageNotContaining("secret");
        }
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> UserRecord.toJson(Map.of("a", Map.of("b", new Object()))))
                .withMessageContaining("java.lang.Object");
    }
}
