package dev.peruser;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssertAlternative;

/** What tests of values have in common that are read back or refused. */
final class ReadBackFixture {
    private ReadBackFixture() {}

    static TestEngine engine(Attribute<?> attribute) {
        return new TestEngine(builder -> builder.attribute(attribute));
    }

    static ThrowableAssertAlternative<SessionDataException> assertRefused(
            TestEngine engine, Consumer<UserSession> work) {
        TestEngine.Browser ada = engine.browser().signIn("ada");
        Visit visit = ada.begin();
        return assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> {
                    work.accept(visit.session());
                    visit.commit();
                })
                .withMessageContaining("Nothing was saved");
    }

    static <T> T readBack(TestEngine engine, Attribute<T> attribute, T value) {
        engine.browser().signIn("ada").request(session -> session.put(attribute, value));
        return engine.browser().signIn("ada").ask(session -> session.get(attribute));
    }

    static void assertNotDeclared(Attribute<?> attribute, String... words) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> engine(attribute))
                .withMessageContainingAll("'" + attribute.name() + "'")
                .withMessageContainingAll(words);
    }

    static class Item {
        public String name;
    }

    static final class Gift extends Item {
        public String wish;
    }

    static final class Marked extends Item {}

    static Item item(Item item, String name) {
        item.name = name;
        return item;
    }
}
