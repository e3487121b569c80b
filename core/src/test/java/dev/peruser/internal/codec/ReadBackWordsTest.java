package dev.peruser.internal.codec;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.peruser.Attribute;
import dev.peruser.Limits;
import dev.peruser.SessionDataException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** What is said of a value that can't be read back: where, what and what helps, and never what is in it. */
class ReadBackWordsTest {
    private static final String SECRET = "it's \"4929 1234\" (secret)";

    private final JsonCodec codec = new JsonCodec(Limits.DEFAULT);

    private <T> ThrowableAssertAlternative<SessionDataException> assertRefused(Attribute<T> attribute, T value) {
        return assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> codec.requireReadBack(attribute, value))
                .withMessageStartingWith("attribute 'card'")
                .withMessageEndingWith("Nothing was saved.")
                .withMessageNotContainingAny("4929", "1234", "secret");
    }

    record AsNumber(String text) {
        @JsonCreator
        static AsNumber of(int number) {
            return new AsNumber(Integer.toString(number));
        }

        @Override
        @JsonValue
        public String text() {
            return text;
        }
    }

    record Picky(String text) {
        @JsonCreator
        static Picky of(String text) {
            throw new IllegalArgumentException("no such card: " + text);
        }

        @Override
        @JsonValue
        public String text() {
            return text;
        }
    }

    record Holder(String name, Map<String, List<Picky>> cards) {}

    record Numbers(Map<String, AsNumber> cards) {}

    enum Kind {
        A;

        @JsonValue
        String text() {
            return SECRET;
        }

        @JsonCreator
        static Kind of(String text) {
            throw new IllegalStateException(text);
        }
    }

    @Test
    void valueOfAnotherKind_isNotQuoted() {
        assertRefused(Attribute.of("card", AsNumber.class), new AsNumber(SECRET))
                .withMessageContaining("AsNumber");
        assertRefused(Attribute.of("card", Numbers.class), new Numbers(Map.of(SECRET, new AsNumber(SECRET))))
                .withMessageContaining("at 'cards{}'");
    }

    @Test
    void whatTheApplicationsConstructorSays_isNotQuoted_butItsKindIs() {
        assertRefused(Attribute.of("card", Picky.class), new Picky(SECRET))
                .withMessageContaining("IllegalArgumentException");
        assertRefused(Attribute.of("card", Kind.class), Kind.A).withMessageContaining("IllegalStateException");
    }

    @Test
    void place_isThePathOfProperties_withoutKeysAndPositions() {
        assertRefused(Attribute.of("card", Holder.class), new Holder("n", Map.of(SECRET, List.of(new Picky(SECRET)))))
                .withMessageContaining("at 'cards{}[]'");
    }

    record Broken(String text) {
        @Override
        public String text() {
            if (text.length() > 3) {
                throw new IllegalStateException("too long: " + text);
            }
            return text;
        }
    }

    @Test
    void whatAGetterSays_isNotQuoted() {
        Attribute<List<Broken>> card =
                Attribute.builder("card", new TypeReference<List<Broken>>() {}).build();
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> codec.encode("card", card, List.of(new Broken("4929 1234 is secret"))))
                .withMessageContainingAll("'card'", "at '[].text'", "IllegalStateException")
                .withMessageNotContainingAny("4929", "secret");
    }

    @Test
    void valueThatIsTooDeep_isSaidToBe() {
        Attribute<Object> card = Attribute.of("card", Object.class);
        Object deep = SECRET;
        for (int i = 0; i < 200; i++) {
            deep = List.of(deep);
        }
        Object value = deep;
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> codec.encode("card", card, value))
                .withMessageContainingAll("'card'", "too deep", "peruser.limits.depth")
                .withMessageNotContainingAny("4929", "secret");
    }
}
