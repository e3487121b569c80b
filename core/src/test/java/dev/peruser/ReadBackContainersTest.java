package dev.peruser;

import static dev.peruser.ReadBackFixture.assertRefused;
import static dev.peruser.ReadBackFixture.engine;
import static dev.peruser.ReadBackFixture.readBack;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** Numbers, collections, enums and calendars that would come back as another are refused. */
class ReadBackContainersTest {
    @Test
    void aNumberInAMapOfObjects_thatWouldComeBackAsAnother_isRefused() {
        Attribute<Map<String, Object>> facts = Attribute.builder("facts", new TypeReference<Map<String, Object>>() {})
                .build();
        TestEngine engine = engine(facts);
        engine.browser()
                .signIn("ada")
                .request(session -> session.put(facts, new HashMap<>(Map.of("a", 5_000_000_000L, "b", 1))));
        for (Object number : List.of(1L, 1.5, 1.5f, (short) 1)) {
            assertRefused(engine, session -> session.put(facts, new HashMap<>(Map.of("secret key", number))))
                    .withMessageContaining(number.getClass().getName())
                    .withMessageContaining("Object")
                    .withMessageNotContaining("secret key");
        }
    }

    record Bag(Collection<String> things) {}

    @Test
    void aSetThatWouldComeBackAsAList_isRefused() {
        Attribute<Bag> bag = Attribute.of("bag", Bag.class);
        TestEngine engine = engine(bag);
        engine.browser().signIn("ada").request(session -> session.put(bag, new Bag(List.of("a"))));
        assertRefused(engine, session -> session.put(bag, new Bag(new LinkedHashSet<>(List.of("b", "a")))))
                .withMessageContaining("'things'")
                .withMessageContaining("a set");
    }

    @Test
    void aSetInAnotherOrder_isEqual() {
        Attribute<Set<String>> set =
                Attribute.builder("set", new TypeReference<Set<String>>() {}).build();
        Set<String> inOrder = new LinkedHashSet<>(List.of("zebra", "ant", "bee", "cow", "dog", "elk"));
        assertThat(readBack(engine(set), set, inOrder)).isEqualTo(inOrder);
    }

    @Test
    void aSortedSetWithAnOrderOfItsOwn_isRefused() {
        Attribute<TreeSet<String>> set = Attribute.builder("set", new TypeReference<TreeSet<String>>() {})
                .build();
        TreeSet<String> downwards = new TreeSet<>((one, other) -> other.compareTo(one));
        downwards.addAll(List.of("a", "b"));
        assertRefused(engine(set), session -> session.put(set, downwards));
    }

    enum Size {
        SMALL,
        LARGE;

        @Override
        public String toString() {
            return "size";
        }
    }

    @Test
    void anEnumOfWhichTwoConstantsHaveTheSameText_isRefusedForTheOther() {
        Attribute<Size> size = Attribute.of("size", Size.class);
        TestEngine engine = engine(size);
        List<Size> refused = new ArrayList<>();
        for (Size one : Size.values()) {
            try {
                engine.browser().signIn("ada").request(session -> session.put(size, one));
                assertThat((Object) engine.browser().signIn("ada").ask(session -> session.get(size)))
                        .isEqualTo(one);
            } catch (SessionDataException e) {
                refused.add(one);
            }
        }
        assertThat(refused).hasSize(1);
    }

    @Test
    void calendarOfAnotherZone_isRefused_thoughOneOfUtcWasSaved() {
        Attribute<Calendar> when = Attribute.of("when", Calendar.class);
        TestEngine engine = engine(when);
        Calendar utc = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
        engine.browser().signIn("ada").request(session -> session.put(when, utc));
        assertRefused(engine, session -> session.put(when, Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"))))
                .withMessageContaining("Instant");
    }
}
