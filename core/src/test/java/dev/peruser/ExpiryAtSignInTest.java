package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.InMemorySessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;

/** A value that a rule keeps has its own expiry, whichever side it is from; else the one that was set later holds. */
class ExpiryAtSignInTest {
    private static final Duration LIFE = Duration.ofMinutes(10);

    private static Attribute<Long> ruled(Merger<Long> rule) {
        return Attribute.builder("value", Long.class)
                .expiresAfter(LIFE)
                .mergeBy(rule)
                .build();
    }

    /** The user's was set six minutes before the sign-in, the guest's one minute. Returns what is there later. */
    private static List<Long> afterSignIn(Attribute<Long> attribute, long users, long guests, int minutesLater) {
        TestEngine engine = new TestEngine(new InMemorySessionStore(), builder -> builder.attribute(attribute));
        engine.browser().signIn("ada").request(session -> session.put(attribute, users));
        engine.passes(Duration.ofMinutes(5));
        TestEngine.Browser guest = engine.browser();
        guest.request(session -> session.put(attribute, guests));
        engine.passes(Duration.ofMinutes(1));
        guest.signIn("ada").request(UserSession::names);
        engine.passes(Duration.ofMinutes(minutesLater));
        return guest.ask(session -> session.find(attribute).stream().toList());
    }

    @Test
    void keptUsersValue_expiresAsIfNoGuestHadCome() {
        assertThat(afterSignIn(ruled(Merger.keepUsers()), 1, 2, 3)).containsExactly(1L);
        assertThat(afterSignIn(ruled(Merger.keepUsers()), 1, 2, 5)).isEmpty();
    }

    @Test
    void guestsValue_hasTheTimeThatItHadAsTheGuests() {
        assertThat(afterSignIn(ruled(Merger.keepGuests()), 1, 2, 8)).containsExactly(2L);
        assertThat(afterSignIn(ruled(Merger.keepGuests()), 1, 2, 10)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"7, 2, 3, 5", "2, 7, 8, 10"})
    void greaterNumber_keepsItsTime(long users, long guests, int stillThere, int gone) {
        assertThat(afterSignIn(ruled(Merger.maximum()), users, guests, stillThere))
                .containsExactly(7L);
        assertThat(afterSignIn(ruled(Merger.maximum()), users, guests, gone)).isEmpty();
    }

    @Test
    void ownRulesChoice_keepsItsTime() {
        Attribute<Long> even = ruled((user, guest) -> user % 2 == 0 ? user : guest);
        assertThat(afterSignIn(even, 4, 5, 3)).containsExactly(4L);
        assertThat(afterSignIn(even, 4, 5, 5)).isEmpty();
        assertThat(afterSignIn(even, 3, 5, 8)).containsExactly(5L);
    }

    @Test
    void equalValues_andSums_expireWithTheLaterOne() {
        assertThat(afterSignIn(ruled(Merger.keepUsers()), 2, 2, 8)).containsExactly(2L);
        assertThat(afterSignIn(ruled(Merger.sum()), 1, 2, 8)).containsExactly(3L);
        assertThat(afterSignIn(ruled(Merger.sum()), 1, 2, 10)).isEmpty();
    }

    @Test
    void listOfBoth_expiresWithTheLaterOne() {
        Attribute<List<String>> list = Attribute.builder("list", new TypeReference<List<String>>() {})
                .expiresAfter(LIFE)
                .build();
        TestEngine engine = new TestEngine(new InMemorySessionStore(), builder -> builder.attribute(list));
        engine.browser().signIn("ada").request(session -> session.put(list, new ArrayList<>(List.of("a"))));
        engine.passes(Duration.ofMinutes(5));
        TestEngine.Browser guest = engine.browser();
        guest.request(session -> session.put(list, new ArrayList<>(List.of("g"))));
        guest.signIn("ada").request(UserSession::names);
        engine.passes(Duration.ofMinutes(8));
        assertThat(guest.<List<String>>ask(session -> session.get(list))).containsExactly("a", "g");
    }
}
