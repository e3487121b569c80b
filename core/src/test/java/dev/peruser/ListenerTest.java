package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a listener hears, and how often. */
class ListenerTest {
    private final List<String> heard = new ArrayList<>();
    private final FaultyStore store = new FaultyStore();
    private final TestEngine engine = new TestEngine(store, builder -> builder.listener(new Heard()));

    private final class Heard implements PerUserListener {
        @Override
        public void loaded(Duration time, long bytes) {
            heard.add("loaded " + bytes);
        }

        @Override
        public void loadFailed(RuntimeException reason) {
            heard.add("load failed");
        }

        @Override
        public void committed(Duration time, int rebases, long bytes) {
            heard.add("committed " + rebases + " " + bytes);
        }

        @Override
        public void conflicted() {
            heard.add("conflicted");
        }

        @Override
        public void refreshed() {
            heard.add("refreshed");
        }

        @Override
        public void refused(RuntimeException reason) {
            heard.add("refused");
        }

        @Override
        public void absorbed(MergeReport report, Absorption how) {
            heard.add("absorbed " + how);
        }

        @Override
        public void absorbFailed(RuntimeException reason) {
            heard.add("absorb failed");
        }

        @Override
        public void exported() {
            heard.add("exported");
        }

        @Override
        public void erased() {
            heard.add("erased");
        }
    }

    @Test
    void sizes_areThoseOfTheAttributesAsStored() {
        TestEngine.Browser ada = engine.browser().signIn("ada");
        ada.request(session -> session.put("ab", "xyz"));
        ada.request(UserSession::names);
        long bytes = "ab".length() + 1 + "\"xyz\"".length(); // the byte before the JSON is its format
        assertThat(heard).containsExactly("loaded 0", "committed 0 " + bytes, "loaded " + bytes);
    }

    @Test
    void conflict_isHeardAtOnce_andTheRebaseWithTheCommit() {
        TestEngine.Browser ada = engine.browser().signIn("ada");
        Visit visit = ada.begin();
        visit.session().put("a", 1);
        ada.request(session -> session.put("b", 2));
        heard.clear();
        visit.commit();
        assertThat(heard).containsExactly("conflicted", "committed 1 6");
    }

    @Test
    void explicitCommitThatFails_isHeardOnce() {
        Visit visit = engine.browser().signIn("ada").begin();
        visit.session().put("a", 1);
        store.crashAfter(0, false);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> visit.session().commit());
        assertThatExceptionOfType(StoreException.class).isThrownBy(visit::commit);
        assertThat(heard).containsExactly("loaded 0", "refused");
    }

    @Test
    void loadThatFails_isHeard_andNoRefusal() {
        store.crashAfter(0, false);
        Visit visit = engine.browser().signIn("ada").begin();
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> visit.session().names());
        visit.commit();
        assertThat(heard).containsExactly("load failed");
    }

    @Test
    void refresh_isHeard_andIsNoCommit() {
        TestEngine.Browser ada = engine.browser().signIn("ada");
        ada.request(session -> session.put("a", 1));
        engine.passes(Duration.ofDays(100));
        heard.clear();
        ada.request(UserSession::names);
        assertThat(heard).containsExactly("loaded 3", "refreshed");
    }

    @Test
    void signIn_thatIsFinishedByALaterRequest_isHeardAsSuch() {
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> session.put("a", 1));
        heard.clear();
        store.crashAfter(AbsorbFixture.ABSORBS, false);
        browser.signIn("ada").request(session -> {});
        assertThat(heard).containsExactly("absorb failed");
        store.recover();
        engine.browser().signIn("ada").request(UserSession::names);
        assertThat(heard).contains("absorbed LATER");
    }

    @Test
    void signIn_exportAndErase_areHeard() {
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> session.put("a", 1));
        heard.clear();
        browser.signIn("ada").request(session -> {});
        var unused = engine.perUser.export(UserId.of("ada"));
        engine.perUser.erase(UserId.of("ada"));
        assertThat(heard).containsExactly("absorbed AT_ONCE", "exported", "erased");
    }
}
