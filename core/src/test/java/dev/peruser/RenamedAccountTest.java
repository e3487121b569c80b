package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An account got a new name: a device that is still signed in under the old one goes on in the new. */
class RenamedAccountTest {
    private static final UserId OLD = UserId.of("ada.old");
    private static final UserId NEW = UserId.of("ada");

    private final InMemorySessionStore store = new InMemorySessionStore();
    private final TestEngine engine = new TestEngine(store);
    private final TestEngine other = new TestEngine(store);
    private final TestEngine.Browser device = other.browser().signIn("ada.old");

    RenamedAccountTest() {
        device.request(session -> session.list("cart").add("old"));
        engine.perUser.absorb(OLD, NEW);
    }

    private static void add(TestEngine.Browser browser, String item) {
        browser.request(session -> session.list("cart").add(item));
    }

    @Test
    void whatTheDeviceAdds_arrivesInTheAccount_andTheDeviceSeesWhatTheAccountHas() {
        add(device, "added");
        add(engine.browser().signIn("ada"), "new");
        device.seesCart("old", "added", "new");
        engine.browser().signIn("ada").seesCart("old", "added", "new");
    }

    @Test
    void deviceThatComesWeeksLater_goesOnThere() {
        for (TestEngine one : List.of(engine, other)) {
            one.passes(Duration.ofDays(300));
        }
        add(engine.browser().signIn("ada"), "new");
        add(device, "added");
        engine.browser().signIn("ada").seesCart("old", "new", "added");
    }

    @Test
    void guestThatSignsInUnderTheOldName_isCarriedIntoTheAccount() {
        TestEngine.Browser guest = other.browser();
        add(guest, "g");
        guest.signIn("ada.old").request(UserSession::names);
        engine.browser().signIn("ada").seesCart("old", "g");
    }

    @Test
    void accountThatGetsYetAnotherName_isFoundUnderAllOfThem() {
        engine.perUser.absorb(NEW, UserId.of("ada.newest"));
        add(device, "added");
        engine.browser().signIn("ada").seesCart("old", "added");
        engine.browser().signIn("ada.newest").seesCart("old", "added");
    }

    @Test
    void requestThatBeganUnderTheOldName_isSavedInTheNew() {
        TestEngine.Browser before = other.browser().signIn("bob");
        before.request(session -> session.list("cart").add("b"));
        Visit late = before.begin();
        late.session().list("cart").add("late");
        engine.perUser.absorb(UserId.of("bob"), NEW);
        late.commit();
        assertThat(engine.browser().signIn("ada").<List<Object>>ask(session -> new ArrayList<>(session.list("cart"))))
                .containsExactly("old", "b", "late");
    }

    @Test
    void newAccountThatCantBeReached_isNoReasonToBeginAnew() {
        FaultyStore faulty = new FaultyStore(store).failAt(1, false); // after the marker, when the way leads on
        TestEngine.Browser there = new TestEngine(faulty).browser().signIn("ada.old");
        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> add(there, "lost"));
        there.seesCart("old");
        add(there, "added");
        engine.browser().signIn("ada").seesCart("old", "added");
    }

    @Test
    void erasedOldName_isFree_andInheritsNothing() {
        engine.perUser.erase(OLD);
        device.seesNothing();
        add(device, "somebody else's");
        engine.browser().signIn("ada").seesCart("old");
        device.seesCart("somebody else's");
    }

    @Test
    void erasedAccount_isGoneUnderTheOldName_too() {
        engine.perUser.erase(NEW);
        device.seesNothing();
        Deadline deadline = Deadline.after(Duration.ofSeconds(1));
        assertThat(store.keys(Optional.empty(), 10, deadline).keys())
                .allSatisfy(key -> assertThat(
                                store.load(key, deadline).orElseThrow().attributes())
                        .isEmpty());
    }
}
