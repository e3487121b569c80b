package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.internal.codec.Header;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.StoredSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several sessions of one guest: how they become one, whose that is, and what the browser is told. */
class SurplusGuestTest extends SurplusGuestFixture {
    @Test
    void surplus_meetsTheOldestAsTwoRequestsOfOneGuestWould_withoutAReport() {
        GuestToken surplus = laterGuest();
        presenting(surplus).request(session -> session.put("__nav", 1));
        Visit visit = withSurplus(surplus).begin();
        assertThat(visit.session().list("cart")).containsExactly("g", "later");
        assertThat(visit.session().get("__nav")).contains(1); // a sign-in would not carry it
        assertThat(reports)
                .isNotEmpty()
                .allSatisfy(report -> assertThat(report.entries()).isEmpty());
        visit.commit();
        Visit.TokenChanges changes = visit.takeTokenChanges();
        assertThat(changes.toRemove()).containsExactlyInAnyOrder(surplus, token);
        assertThat(changes.toSet()).containsExactly(GuestToken.derivedFrom(List.of(token, surplus)));
    }

    /** 0 and 1 load, 2 and 3 make the session that is to take both, 4 and 5 tell the two of it. */
    @Test
    void oldestGuestSignsIn_whileTheTwoAreBroughtTogether_theOtherStaysAGuests() {
        GuestToken surplus = laterGuest();
        store.before(4, () -> signIn(engine, "ada"));
        TestEngine.Browser both = withSurplus(surplus);
        assertThat(cartOf(both)).containsExactly("later");
        assertThat(cart("ada")).containsExactly("u", "g");
        assertMoved(token.key());
        assertThat(cartOf(both)).containsExactly("later");
    }

    /** 8 saves the oldest one's content, 10 begins with the other. */
    @Test
    void visitorSignsIn_whileTheTwoAreBroughtTogether_allGoesIntoTheAccount_andTheGuestBeginsAnew() {
        GuestToken surplus = laterGuest();
        store.before(10, () -> presenting(token, surplus).signIn("ada").request(session -> {}));
        TestEngine.Browser both = withSurplus(surplus);
        both.request(session -> {
            assertThat(session.names()).isEmpty();
            session.put("fresh", 1);
        });
        assertThat(cart("ada")).containsExactlyInAnyOrder("u", "g", "later");
        both.request(session -> assertThat(session.names()).containsExactly("fresh"));
        assertThat(both.tokens())
                .singleElement()
                .satisfies(fresh ->
                        assertThat(fresh).isNotIn(token, surplus, GuestToken.derivedFrom(List.of(token, surplus))));
    }

    /** Whoever comes first, and in whatever order the browser sends its cookies, they agree. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void requestsThatRunInParallel_bringThemTogetherInOne(boolean isSameOrder) {
        GuestToken twin = guestWith("twin");
        TestEngine.Browser one = presenting(token, twin);
        TestEngine.Browser other = isSameOrder ? presenting(token, twin) : presenting(twin, token);
        store.before(
                10,
                () -> other.request(
                        session -> assertThat(session.list("cart")).containsExactlyInAnyOrder("g", "twin")));
        TestEngine.Browser racer = racing.browser();
        one.tokens().forEach(racer::present);
        racer.request(session -> assertThat(session.list("cart")).containsExactlyInAnyOrder("g", "twin"));
        assertThat(racer.tokens()).hasSize(1).isEqualTo(other.tokens());
    }

    /** 2 looks whether the session that is to take both is there. */
    @Test
    void sessionThatIsToTakeBoth_ifItHasGoneFurther_isNotMadeAnew_soThatALateChangeFindsItsWay() {
        GuestToken third = laterGuest();
        GuestToken twin = guestWith("twin");
        GuestToken both = GuestToken.derivedFrom(List.of(token, twin));
        List<Visit> late = new ArrayList<>();
        store.before(2, () -> {
            assertThat(cartOf(presenting(token, twin))).containsExactlyInAnyOrder("g", "twin");
            late.add(presenting(both).begin());
            late.get(0).session().list("cart").add("late");
            assertThat(cartOf(presenting(both, third))).hasSize(3);
        });
        racing.browser().present(token).present(twin).request(session -> session.list("cart"));
        late.get(0).commit();
        assertMoved(both.key());
        assertThat(cartOf(presenting(token, twin, third))).containsExactlyInAnyOrder("g", "twin", "later", "late");
    }

    /**
     * Requests of other processes with the oldest one and a further one each, killed once the oldest is told of that.
     */
    private List<GuestToken> gatheringsKilled(int many) {
        engine.passes(Duration.ofSeconds(1));
        List<GuestToken> tokens = new ArrayList<>(List.of(token));
        for (int i = 0; i < many; i++) {
            GuestToken other = guestWith("item " + i);
            tokens.add(other);
            int looksAtEarlier = i < 8 ? i : 2 * i;
            TestEngine killed = new TestEngine(new FaultyStore(shared).crashAt(4 + looksAtEarlier, true));
            killed.browser().present(token).present(other).request(session -> session.list("cart"));
        }
        return tokens;
    }

    @Test
    void sessionOfWhichManyGatheringsMaySayMore_staysByItself_andIsThereAtTheSignIn() {
        List<GuestToken> tokens = gatheringsKilled(40);
        assertThat(header(token.key()).derivedInto()).hasSize(Header.MOST_DERIVED);
        presenting(tokens.toArray(GuestToken[]::new)).request(session -> add(session, "one more"));
        presenting(tokens.toArray(GuestToken[]::new)).signIn("ada").request(session -> {});
        assertThat(cart("ada")).hasSize(1 + tokens.size() + 1).contains("g", "item 0", "item 39", "one more");
    }

    @Test
    void gatheringsThatCameToNothing_areForgotten_soThatLaterOnesGoOn() {
        List<GuestToken> tokens = gatheringsKilled(40);
        engine.passes(Duration.ofMinutes(3));
        TestEngine.Browser browser = presenting(tokens.toArray(GuestToken[]::new));
        assertThat(cartOf(browser)).hasSize(tokens.size());
        assertThat(cartOf(browser)).hasSize(tokens.size());
        assertThat(browser.tokens()).hasSizeLessThan(tokens.size());
    }

    @Test
    void attributeThatExpires_keepsItsTime_andOfTwoTheOneSetLaterHolds() {
        Attribute<String> notice = TestEngine.expiring("notice", Duration.ofMinutes(10));
        TestEngine own = new TestEngine(shared, builder -> builder.attribute(notice));
        TestEngine.Browser first = own.browser();
        first.request(session -> session.put(notice, "first"));
        own.passes(Duration.ofMinutes(4));
        TestEngine.Browser second = own.browser();
        second.request(session -> session.put("other", 1));
        TestEngine.Browser both = own.browser()
                .present(first.tokens().get(0))
                .present(second.tokens().get(0));
        both.request(session -> assertThat(session.find(notice)).contains("first"));
        own.passes(Duration.ofMinutes(4));
        TestEngine.Browser third = own.browser();
        third.request(session -> session.put(notice, "third"));
        third.tokens().forEach(both::present);
        own.passes(Duration.ofMinutes(1));
        both.request(session -> assertThat(session.find(notice)).contains("third"));
        own.passes(Duration.ofMinutes(8));
        both.request(session -> assertThat(session.find(notice)).contains("third"));
        own.passes(Duration.ofMinutes(1));
        both.request(session -> assertThat(session.find(notice)).isEmpty());
    }

    @Test
    void attributeOfANewerVersion_goesAlongAsItIs() {
        GuestToken newer = guestWith("newer");
        StoredSession before = stored(newer.key()).orElseThrow();
        Map<String, byte[]> attributes = new LinkedHashMap<>(before.attributes());
        attributes.put("future", new byte[] {77, 1, 2});
        shared.save(
                newer.key(),
                SessionChange.replace(
                        before,
                        new StoredSession(before.version().next(), before.expiresAt(), before.header(), attributes)),
                Deadline.after(Duration.ofSeconds(1)));
        TestEngine.Browser both = presenting(token, newer);
        assertThat(cartOf(both)).containsExactlyInAnyOrder("g", "newer");
        assertThat(stored(both.tokens().get(0).key()).orElseThrow().attributes().get("future"))
                .containsExactly(77, 1, 2);
    }

    @Test
    void guestWithASession_maySave_alsoWhereNewGuestsAreRefused() {
        Visit visit = racing.perUser
                .newVisit(Visitor::guest)
                .presenting(List.of(token))
                .newGuests(Visit.NewGuests.REFUSED)
                .begin();
        add(visit.session(), "g2");
        visit.commit();
        guest.seesCart("g", "g2");
    }

    /** Together they would be larger than a session may be: the sign-in merges them, by the account's rules. */
    @Nested
    class Limit {
        private final TestEngine limited = new TestEngine(
                shared,
                builder -> builder.limits(Limits.DEFAULT
                                .withAttributeBytes(200)
                                .withSessionBytes(300)
                                .withAttributes(3)
                                .withDepth(100))
                        .deadline(Duration.ofSeconds(20)));

        private TestEngine.Browser with(GuestToken... tokens) {
            TestEngine.Browser browser = limited.browser();
            List.of(tokens).forEach(browser::present);
            return browser;
        }

        private GuestToken guestWithAttribute(String name, int length) {
            TestEngine.Browser other = limited.browser();
            other.request(session -> session.put(name, "x".repeat(length)));
            return other.tokens().get(0);
        }

        @Test
        void sessionThatIsTooLarge_staysByItself_andIsThereAtTheSignIn() {
            GuestToken large = guestWithAttribute("large", 150);
            GuestToken larger = guestWithAttribute("larger", 150);
            TestEngine.Browser browser = with(large, larger, token);
            browser.request(session -> assertThat(session.names()).hasSize(2).contains("cart"));
            browser.request(session -> session.put("cart", List.of("g", "more")));
            assertThat(browser.tokens()).hasSize(2);
            assertThat(stored(larger.key()).isPresent() || stored(large.key()).isPresent())
                    .isTrue();
            TestEngine.Browser roomy = engine.browser();
            browser.tokens().forEach(roomy::present);
            roomy.signIn("bob")
                    .request(session ->
                            assertThat(session.names()).containsExactlyInAnyOrder("cart", "large", "larger"));
        }

        @Test
        void attributeThatWouldBeTooLong_andTooManyAttributes_stayByThemselves() {
            GuestToken one = guestWithAttribute("text", 100);
            limited.browser().present(one).request(session -> session.put("list", List.of("a".repeat(90))));
            GuestToken other = guestWithAttribute("third", 1);
            limited.browser().present(other).request(session -> session.put("fourth", 1));
            TestEngine.Browser browser = with(one, other);
            browser.request(session -> assertThat(session.names()).hasSize(2));
            assertThat(browser.tokens()).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"a, EUR, __wizard, step 2", "currency, EUR, currency, EUR"})
    void parallelFirstRequests_ofAGuest_keepSpecialKeys_andScalars(String one, String of, String other, String its) {
        TestEngine.Browser browser = new TestEngine(store).browser();
        Visit first = browser.begin();
        Visit second = browser.begin();
        first.session().put(one, of);
        second.session().put(other, its);
        first.commit();
        browser.end(first);
        second.commit();
        browser.end(second);
        browser.request(session -> assertThat(session.get(other)).contains(its));
    }

    /** What takes too long is done in steps, and nothing is left for others meanwhile. */
    @Nested
    class SlowStore {
        private final TestEngine slow = TestEngine.hurried(store);
        private final List<GuestToken> five = new ArrayList<>();

        private TestEngine.Browser withFive() {
            TestEngine.Browser browser = slow.browser();
            for (int i = 0; i < 5; i++) {
                five.add(guestWith("i" + i));
                browser.present(five.get(i));
            }
            return browser;
        }

        @Test
        void guest_isShownWhatIsBroughtTogetherInHalfOfTheTime_andTheRestLater() {
            TestEngine.Browser browser = withFive();
            store.before(12, store::letTheDeadlinePass);
            assertThat(cartOf(browser)).hasSizeBetween(1, 4);
            assertThat(cartOf(browser)).hasSize(5).doesNotHaveDuplicates();
        }

        @Test
        void signIn_bindsWhatItCanNotCarryInHalfOfTheTime_andALaterRequestCarriesIt() {
            TestEngine.Browser browser = withFive().signIn("ada");
            store.before(7, store::letTheDeadlinePass);
            browser.request(session -> {});
            assertThat(cart("ada")).hasSizeBetween(2, 5);
            browser.signOut();
            browser.seesNothing();
            browser.signIn("bob").seesNothing();
            browser.signIn("ada")
                    .request(session -> assertThat(session.list("cart")).hasSize(6));
            assertThat(browser.tokens()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"ada, eve", "eve, ada"})
        void signInsOfTwoUsersAtOnce_whileTheStoreIsDown_loseNothing(String one, String other) {
            TestEngine.Browser browser = whereTwoSignedInAtOnceWhileTheStoreWasDown();
            browser.seesNothing();
            browser.signIn("bob").seesNothing();
            for (String user : List.of(one, other, one)) {
                engine.passes(Duration.ofMinutes(1));
                browser.signIn(user).request(session -> {});
            }
            assertAllIsTheirs(browser);
        }

        @Test
        void usersWhoBoundTheSameCookies_andComeAgainAtOnce_leaveNothingToOthers() {
            TestEngine.Browser browser = whereTwoSignedInAtOnceWhileTheStoreWasDown();
            engine.passes(Duration.ofMinutes(1));
            List<Visit> both = Stream.of("ada", "eve")
                    .map(user -> slow.perUser.visit(() -> Visitor.user(UserId.of(user)), browser.tokens()))
                    .toList();
            both.forEach(visit -> {
                assertThat(visit.session().names()).isNotNull();
                visit.commit();
            });
            both.forEach(browser::end);
            browser.signIn("bob").seesNothing();
            for (String user : List.of("ada", "eve")) {
                browser.signIn(user).request(session -> {});
            }
            assertAllIsTheirs(browser);
        }

        /** Each request has other cookies first, so that each answer binds another one, and by that the rest. */
        private TestEngine.Browser whereTwoSignedInAtOnceWhileTheStoreWasDown() {
            TestEngine.Browser browser = withFive();
            List<GuestToken> some = five.subList(0, 3);
            List<GuestToken> all = new ArrayList<>(five);
            Collections.reverse(all);
            Visit adas = slow.perUser.visit(() -> Visitor.user(UserId.of("ada")), some);
            Visit eves = slow.perUser.visit(() -> Visitor.user(UserId.of("eve")), all);
            store.crashAt(0, false);
            List.of(adas, eves).forEach(visit -> {
                visit.observe();
                assertThatExceptionOfType(StoreException.class)
                        .isThrownBy(() -> visit.session().names());
                browser.receive(visit.takeTokenChanges());
            });
            store.recover();
            assertThat(browser.tokens()).filteredOn(GuestToken::isBound).hasSize(2);
            return browser;
        }

        private void assertAllIsTheirs(TestEngine.Browser browser) {
            List<Object> items = cart("ada");
            items.addAll(cart("eve"));
            assertThat(items).containsExactlyInAnyOrder("u", "i0", "i1", "i2", "i3", "i4");
            assertThat(browser.tokens()).isEmpty();
        }

        @Test
        void signInWhileTheStoreIsDown_bindsAllByOneCookie() {
            TestEngine.Browser browser = withFive().signIn("ada");
            store.crashAt(0, false);
            browser.request(session -> {});
            store.recover();
            assertThat(browser.tokens()).filteredOn(GuestToken::isBound).hasSize(1);
            browser.signOut();
            browser.seesNothing();
            browser.signIn("ada")
                    .request(session -> assertThat(session.list("cart")).hasSize(6));
            assertThat(browser.tokens()).isEmpty();
        }
    }
}
