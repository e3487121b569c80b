package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.commit.Settings;
import dev.peruser.store.ClockedSessionStore;
import dev.peruser.store.Deadline;
import dev.peruser.store.ForwardingSessionStore;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.StoredSession;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers whose clocks differ, on one store: time is the store's. */
class ServerClocksTest {
    private static final Duration A_MOMENT = Duration.ofSeconds(30);
    private static final SessionKey ADA = UserKeys.of(UserId.of("ada"));
    private static final Duration YEAR = Duration.ofDays(365);

    private final InMemorySessionStore store = new InMemorySessionStore();

    static Stream<Duration> differences() {
        return Stream.of(95L, 200L, 3_600L, YEAR.toSeconds(), 40 * YEAR.toSeconds())
                .flatMap(seconds -> Stream.of(seconds, -seconds))
                .map(Duration::ofSeconds);
    }

    /** A server whose clock runs, so far ahead of the machine's. */
    private static TestEngine server(SessionStore store, Duration ahead, UnaryOperator<PerUser.Builder> options) {
        InstantSource clock = () -> Instant.now().plus(ahead);
        return new TestEngine(store, builder -> options.apply(builder.clock(clock)));
    }

    private static TestEngine server(SessionStore store, Duration ahead) {
        return server(store, ahead, builder -> builder);
    }

    private StoredSession stored(SessionKey key) {
        return store.load(key, Deadline.after(A_MOMENT)).orElseThrow();
    }

    private static void assertNow(Instant time) {
        assertThat(time).isBetween(Instant.now().minus(A_MOMENT), Instant.now().plus(A_MOMENT));
    }

    // ---- nothing is doubled

    @ParameterizedTest
    @MethodSource("differences")
    void aSaveWhoseAnswerIsLost_isFoundAgain_byACommitIdThatNoOtherServerForgets(Duration ahead) {
        FaultyStore lossy = new FaultyStore(store);
        assertIsFoundAgain(lossy, server(new Clocked(lossy), Duration.ZERO), server(store, ahead));
    }

    /** Such a store leaves it to the servers what the time is, so they can't differ by a session's whole life. */
    @ParameterizedTest
    @ValueSource(longs = {95, -95, 200, -200, 3_600, -3_600})
    void aSaveWhoseAnswerIsLost_isFoundAgain_onAStoreWithoutAClock(long ahead) {
        FaultyStore lossy = new FaultyStore(store);
        TestEngine other = server(new FaultyStore(store), Duration.ofSeconds(ahead));
        assertIsFoundAgain(lossy, server(lossy, Duration.ZERO), other);
    }

    private static void assertIsFoundAgain(FaultyStore lossy, TestEngine one, TestEngine other) {
        TestEngine.Browser desk = one.browser().signIn("ada");
        TestEngine.Browser phone = other.browser().signIn("ada");
        desk.request(session -> session.list("cart").add("first"));
        desk.request(session -> {
            session.list("cart").add("X");
            int save = lossy.calls;
            lossy.failOnceAfter(0, true);
            lossy.before(
                    save + 1, () -> phone.request(theirs -> theirs.list("cart").add("b")));
        });
        desk.seesCart("first", "X", "b");
        phone.seesCart("first", "X", "b");
    }

    @Test
    void commits_areStampedWithTheStoresTime() {
        TestEngine.Browser desk = server(store, YEAR).browser().signIn("ada");
        desk.request(session -> session.put("a", 1));
        Header header = HeaderCodec.decode(stored(ADA).header());
        assertNow(header.commits().get(0).at());
        assertNow(header.createdAt());
    }

    // ---- nothing is lost or purged

    @ParameterizedTest
    @MethodSource("differences")
    void purge_removesNothingThatIsAlive(Duration ahead) {
        TestEngine.Browser guest = server(store, Duration.ZERO).browser();
        guest.request(session -> session.list("cart").add("tea"));
        TestEngine other = server(store, ahead);

        assertThat(other.perUser.purgeExpired()).isZero();
        guest.seesCart("tea");
    }

    @ParameterizedTest
    @MethodSource("differences")
    void purge_removesWhatHasExpired(Duration ahead) {
        TestEngine longAgo = new TestEngine(
                store,
                builder -> builder.clock(InstantSource.fixed(Instant.now().minus(YEAR))));
        longAgo.browser().request(session -> session.put("a", 1));

        assertThat(server(store, ahead).perUser.purgeExpired()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("differences")
    void aGuest_isKnownToEachServer_andKeepsTheCookie(Duration ahead) {
        TestEngine one = server(store, ahead);
        TestEngine other = server(store, ahead.negated());
        TestEngine.Browser guest = one.browser();
        guest.request(session -> session.list("cart").add("tea"));
        List<GuestToken> tokens = guest.tokens();
        TestEngine.Browser elsewhere = other.browser().present(tokens.get(0));

        elsewhere.seesCart("tea");
        assertThat(elsewhere.tokens()).isEqualTo(tokens);
        assertThat(stored(tokens.get(0).key()).expiresAt())
                .isBetween(
                        Instant.now().plus(Duration.ofDays(29)), Instant.now().plus(Duration.ofDays(31)));
    }

    /** Also by the first request that a server ever gets. */
    @ParameterizedTest
    @MethodSource("differences")
    void anAttributesOwnExpiry_isTheStoresTime(Duration ahead) {
        Attribute<String> reservation = TestEngine.expiring("reservation", Duration.ofMinutes(30));
        TestEngine.Browser guest =
                server(store, ahead, builder -> builder.attribute(reservation)).browser();
        guest.request(session -> session.put(reservation, "table 4"));
        TestEngine.Browser elsewhere = server(store, ahead.negated(), builder -> builder.attribute(reservation))
                .browser()
                .present(guest.tokens().get(0));

        elsewhere.request(session -> assertThat(session.find(reservation)).contains("table 4"));
    }

    @ParameterizedTest
    @MethodSource("differences")
    void aSignIn_leavesItsMarkerForAsLongAsItShould(Duration ahead) {
        TestEngine.Browser guest = server(store, ahead).browser();
        guest.request(session -> session.list("cart").add("tea"));
        GuestToken token = guest.tokens().get(0);
        guest.signIn("ada").seesCart("tea");

        assertThat(stored(token.key()).expiresAt())
                .isBetween(
                        Instant.now().plus(Settings.Lifetimes.LONGEST_RECORD).minusSeconds(600),
                        Instant.now().plus(Settings.Lifetimes.LONGEST_RECORD).plusSeconds(600));
        TestEngine.Browser late = server(store, ahead.negated()).browser().present(token);
        late.seesNothing();
    }

    @ParameterizedTest
    @MethodSource("differences")
    void aTombstone_refusesCommitsInFlight(Duration ahead) {
        TestEngine one = server(store, ahead);
        TestEngine other = server(store, ahead.negated());
        TestEngine.Browser desk = one.browser().signIn("ada");
        desk.request(session -> session.put("a", 1));
        Visit late = desk.begin();
        late.session().put("a", 2);
        other.perUser.erase(UserId.of("ada"));

        assertThatExceptionOfType(ConflictException.class).isThrownBy(late::commit);
    }

    // ---- what is said of it

    @Test
    void aClockThatIsFarOff_isToldOf() {
        List<Duration> heard = new ArrayList<>();
        PerUserListener listener = new PerUserListener() {
            @Override
            public void clockCompared(Duration ahead) {
                heard.add(ahead);
            }
        };
        TestEngine late = server(store, Duration.ofSeconds(-95), builder -> builder.listener(listener));
        try (HeardLog log = HeardLog.ofPerUser()) {
            late.browser().request(session -> session.put("a", 1));
            late.browser().request(session -> session.put("a", 1));

            assertThat(heard)
                    .singleElement()
                    .satisfies(ahead -> assertThat(ahead).isBetween(Duration.ofSeconds(-96), Duration.ofSeconds(-94)));
            assertThat(log.messages())
                    .filteredOn(message -> message.contains("peruser.clock-differs"))
                    .singleElement()
                    .asString()
                    .contains("behind");
        }
    }

    @Test
    void aClockThatIsRight_isNot() {
        try (HeardLog log = HeardLog.ofPerUser()) {
            server(store, Duration.ofSeconds(5)).browser().request(session -> session.put("a", 1));

            assertThat(log.messages()).noneMatch(message -> message.contains("peruser.clock-differs"));
        }
    }

    // ---- a store that can't say

    @Test
    void aStoreThatCannotTellTheTime_andNeverCould_failsTheRequest() {
        Clocked silent = new Clocked(store);
        silent.isDown = true;
        TestEngine server = server(silent, YEAR);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> server.browser().signIn("ada").request(session -> session.put("a", 1)));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> server.browser().request(session -> session.put("a", 1)));
        assertThatExceptionOfType(StoreException.class).isThrownBy(server.perUser::purgeExpired);
        server.browser().seesNothing(); // needs no store

        silent.isDown = false;
        server.browser().signIn("ada").request(session -> session.put("a", 1));
        assertNow(stored(ADA).expiresAt().minus(YEAR));
    }

    @Test
    void aStoreThatTellsTheTimeNoMore_isStillUsed_butNothingIsPurged() {
        Clocked silent = new Clocked(store);
        TestEngine server = server(silent, YEAR);
        server.browser().signIn("ada").request(session -> session.put("a", 1));
        silent.isDown = true;

        server.browser().signIn("ada").request(session -> session.put("a", 2));
        assertNow(stored(ADA).expiresAt().minus(YEAR));
        assertThatExceptionOfType(StoreException.class).isThrownBy(server.perUser::purgeExpired);
    }

    // ---- what a request does before the time is known

    /** The store could not be asked when the request began, and can when it commits. */
    @ParameterizedTest
    @MethodSource("differences")
    void valuePutBeforeTheTimeIsKnown_expiresByTheStoresClock(Duration ahead) {
        Clocked clocked = new Clocked(store);
        Attribute<String> flash = TestEngine.expiring("flash", Duration.ofMinutes(5));
        TestEngine.Browser guest =
                server(clocked, ahead, builder -> builder.attribute(flash)).browser();
        clocked.isDown = true;
        Visit visit = guest.begin();
        visit.session().put(flash, "hi");
        clocked.isDown = false;

        visit.commit();
        guest.end(visit);

        byte[] saved =
                stored(guest.tokens().iterator().next().key()).attributes().get("flash");
        StoredAttribute.Expiry expiry = StoredAttribute.parse("flash", saved).expiry();
        assertNow(expiry.at().minus(Duration.ofMinutes(5)));
    }

    // ---- a user's own record, which can be had without the store's time

    private static final Attribute<String> COUPON = TestEngine.expiring("coupon", Duration.ofMinutes(30));

    private final Map<String, Object> row = new LinkedHashMap<>();

    private final class Row implements UserRecord.Unversioned {
        @Override
        public Optional<Map<String, Object>> loadSessionData(Deadline deadline) {
            return Optional.of(row);
        }

        @Override
        public void storeSessionData(Map<String, Object> data, Deadline deadline) {
            row.clear();
            row.putAll(data);
        }
    }

    private TestEngine.Browser ada(SessionStore from, Duration ahead) {
        return server(from, ahead, builder -> builder.attribute(COUPON).userRecords(user -> Optional.of(new Row())))
                .browser()
                .signIn("ada");
    }

    /** What it can't save it refuses. */
    private void changeOnAServerThatCouldNotAskForTheTimeYet(Duration ahead) {
        Clocked silent = new Clocked(store);
        silent.isDown = true;
        try {
            ada(silent, ahead).request(session -> session.list("cart").add("milk"));
        } catch (StoreException e) {
            assertThat(e).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("differences")
    void aRecordsSession_isNotReplacedByAClockThatWasNeverCompared(Duration ahead) {
        ada(new Clocked(store), Duration.ZERO)
                .request(session -> session.list("cart").add("tea"));
        changeOnAServerThatCouldNotAskForTheTimeYet(ahead);
        ada(new Clocked(store), Duration.ZERO)
                .request(session -> assertThat(session.list("cart")).startsWith("tea"));
    }

    @ParameterizedTest
    @MethodSource("differences")
    void aRecordsAttribute_isNotDroppedByAClockThatWasNeverCompared(Duration ahead) {
        ada(new Clocked(store), Duration.ZERO).request(session -> session.put(COUPON, "ten"));
        changeOnAServerThatCouldNotAskForTheTimeYet(ahead);
        ada(new Clocked(store), Duration.ZERO)
                .request(session -> assertThat(session.find(COUPON)).contains("ten"));
    }

    @ParameterizedTest
    @MethodSource("differences")
    void aSessionThatIsStillInTheStore_isNotLeftThereByAClockThatWasNeverCompared(Duration ahead) {
        server(new Clocked(store), Duration.ZERO)
                .browser()
                .signIn("ada")
                .request(session -> session.list("cart").add("tea"));
        changeOnAServerThatCouldNotAskForTheTimeYet(ahead);
        ada(new Clocked(store), Duration.ZERO)
                .request(session -> assertThat(session.list("cart")).startsWith("tea"));
    }

    /** Has the machine's clock. */
    private static final class Clocked extends ForwardingSessionStore implements ClockedSessionStore {
        private final SessionStore wrapped;
        private boolean isDown;

        Clocked(SessionStore wrapped) {
            this.wrapped = wrapped;
        }

        @Override
        public SessionStore wrapped() {
            return wrapped;
        }

        @Override
        public Instant time(Deadline deadline) {
            if (isDown) {
                throw new StoreException("no answer");
            }
            return Instant.now();
        }
    }
}
