package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.internal.codec.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules S1 to S9 of a sign-in. */
class AbsorbTest {
    private boolean mergerThrows;

    private final Attribute<String> moody = Attribute.builder("moody", String.class)
            .mergeBy((user, guest) -> {
                if (mergerThrows) {
                    throw new IllegalStateException("mood");
                }
                return user + "+" + guest;
            })
            .build();
    private final FaultyStore store = new FaultyStore();
    private final TestEngine engine = new TestEngine(store, builder -> builder.attribute(moody));
    private final TestEngine.Browser browser = engine.browser();
    private final TestEngine.Browser phone = engine.browser().signIn("ada");

    private Object adas(String name) {
        return phone.ask(session -> session.get(name)).orElse("absent");
    }

    private static void add(UserSession session, String item) {
        session.list("cart").add(item);
    }

    @Nested
    class S1Start {
        @Test
        void firstAuthenticatedRequest_absorbs_evenWithoutUse() {
            browser.request(session -> add(session, "a"));
            GuestToken token = browser.tokens().get(0);
            browser.signIn("ada").request(session -> {});
            assertThat(adas("cart")).isEqualTo(List.of("a"));
            assertThat(browser.tokens()).isEmpty();
            assertThat(store.header(token.key()).state()).isEqualTo(Header.State.MOVED);
        }

        @Test
        void signOut_finishesItFirst() {
            browser.request(session -> add(session, "a"));
            browser.signIn("ada").signOut();
            assertThat(adas("cart")).isEqualTo(List.of("a"));
            browser.signIn("eve");
            browser.request(session -> assertThat(session.contains("cart")).isFalse());
        }

        @Test
        void guestChangesAndSignInWithinOneRequest_areCarried() {
            Visit visit = browser.begin();
            add(visit.session(), "a");
            browser.signIn("ada");
            visit.observe();
            visit.commit();
            browser.end(visit);
            assertThat(adas("cart")).isEqualTo(List.of("a"));
            assertThat(browser.tokens()).isEmpty();
        }

        @Test
        void staleToken_costsOneTrip_once() {
            browser.request(session -> add(session, "a"));
            GuestToken token = browser.tokens().get(0);
            browser.signIn("ada").request(session -> {});
            browser.present(token);
            store.resetCounts();
            browser.request(session -> {});
            assertThat(store.loadsAndSaves()).isEqualTo(1);
            assertThat(browser.tokens()).isEmpty();
        }

        @Test
        void signIn_isAtMostSixCommands() {
            browser.request(session -> add(session, "a"));
            store.resetCounts();
            browser.signIn("ada").request(session -> session.get("cart"));
            assertThat(store.loadsAndSaves()).isEqualTo(6);
            browser.signOut();
            browser.request(session -> add(session, "b"));
            store.resetCounts();
            browser.signIn("ada").request(session -> session.get("cart"));
            assertThat(store.loadsAndSaves()).isEqualTo(6);
        }
    }

    @Nested
    class S2MergeFirst {
        @Test
        void mergerThatThrows_letsTheSignInThrough_losesNothing_andIsFinishedLater() {
            phone.request(session -> session.put(moody, "u"));
            browser.request(session -> session.put(moody, "g"));
            mergerThrows = true;
            browser.signIn("ada");
            browser.request(session -> assertThat(session.get(moody)).isEqualTo("u"));
            mergerThrows = false;
            browser.request(session -> assertThat(session.get(moody)).isEqualTo("u+g"));
        }

        @Test
        void afterAFailedMerge_theDataIsNeverAnothersNorTheGuests() {
            phone.request(session -> session.put(moody, "u"));
            browser.request(session -> session.put(moody, "g"));
            mergerThrows = true;
            browser.signIn("ada").request(session -> {});
            browser.signOut();
            browser.request(session -> assertThat(session.find(moody)).isEmpty());
            browser.signIn("eve")
                    .request(session -> assertThat(session.find(moody)).isEmpty());
            browser.signOut();
            mergerThrows = false;
            browser.signIn("ada")
                    .request(session -> assertThat(session.get(moody)).isEqualTo("u+g"));
        }

        @Test
        void limits_neverBlockASignIn_theRestIsInTheReport() {
            TestEngine small = new TestEngine(
                    store,
                    builder -> builder.limits(Limits.DEFAULT
                            .withAttributeBytes(50)
                            .withSessionBytes(10_000)
                            .withAttributes(10)
                            .withDepth(10)));
            TestEngine.Browser visitor = small.browser();
            small.browser().signIn("ada").request(session -> session.put("l", List.of("u".repeat(30))));
            visitor.request(session -> session.put("l", List.of("g".repeat(30))));
            visitor.signIn("ada").request(session -> {
                assertThat(session.get("l")).contains(List.of("u".repeat(30)));
                MergeReport.Entry entry =
                        session.takeMergeReport().orElseThrow().entries().get(0);
                assertThat(entry.outcome()).isEqualTo(MergeReport.Outcome.TOO_LARGE);
                assertThat(entry.guestValue()).isEqualTo(List.of("g".repeat(30)));
            });
        }
    }

    @Nested
    class S7LateGuestRequest {
        @Test
        void changesOfAGuestRequest_thatSawNoSignIn_reachTheUser() {
            phone.request(session -> session.put("cart", new ArrayList<>(List.of("u"))));
            browser.request(session -> add(session, "g"));
            Visit late = browser.begin();
            add(late.session(), "late");
            TestEngine.Browser signedIn =
                    engine.browser().present(browser.tokens().get(0)).signIn("ada");
            signedIn.request(session -> {});
            late.commit();
            assertThat(adas("cart")).isEqualTo(List.of("u", "g", "late"));
        }

        @Test
        void updateOfALateRequest_neverSeesUserData() {
            phone.request(session -> session.put("secret", "hers"));
            browser.request(session -> add(session, "g"));
            Visit late = browser.begin();
            List<Object> seen = new ArrayList<>();
            late.session().update(session -> {
                seen.addAll(session.names());
                session.put("note", "late");
            });
            engine.browser().present(browser.tokens().get(0)).signIn("ada").request(session -> {});
            late.commit();
            assertThat(seen).containsOnly("cart");
            assertThat(adas("note")).isEqualTo("late");
        }

        @Test
        void afterTheMarkersLife_theCommitIsRefused() {
            browser.request(session -> add(session, "g"));
            Visit late = browser.begin();
            add(late.session(), "late");
            engine.browser().present(browser.tokens().get(0)).signIn("ada").request(session -> {});
            engine.passes(Duration.ofDays(30));
            assertThatExceptionOfType(ConflictException.class).isThrownBy(late::commit);
            assertThat(adas("cart")).isEqualTo(List.of("g"));
        }

        @Test
        void killedSignIn_isFinishedByTheLateRequest() {
            browser.request(session -> add(session, "g"));
            Visit late = browser.begin();
            add(late.session(), "late");
            TestEngine.Browser signedIn =
                    engine.browser().present(browser.tokens().get(0)).signIn("ada");
            store.crashAfter(4, false);
            signedIn.request(session -> {});
            store.recover();
            late.commit();
            assertThat(adas("cart")).isEqualTo(List.of("g", "late"));
        }
    }

    @Nested
    class S8Erase {
        @Test
        void erase_findsWhatIsClaimedAndNotAbsorbed() {
            browser.request(session -> add(session, "g"));
            GuestToken token = browser.tokens().get(0);
            store.crashAfter(4, false);
            browser.signIn("ada").request(session -> {});
            store.recover();
            assertThat(engine.perUser.erase(UserId.of("ada"))).isTrue();
            assertThat(store.stored(token.key()).orElseThrow().attributes()).isEmpty();
            browser.seesNothing();
        }

        @Test
        void reusedName_doesNotInherit() {
            browser.request(session -> add(session, "g"));
            GuestToken token = browser.tokens().get(0);
            store.beforeNextSave(
                    () -> engine.perUser.erase(UserId.of("ada"))); // between the target's load and its announcement
            browser.signIn("ada").request(session -> session.put("x", 1));
            engine.perUser.erase(UserId.of("ada"));
            TestEngine.Browser newAda = engine.browser().signIn("ada");
            newAda.seesNothing();
            engine.browser().present(token).seesNothing();
        }

        @Test
        void eraseOfNobody_isFalse_andRefusesAFirstWriteInFlight() {
            Visit visit = phone.begin();
            visit.session().put("a", 1);
            assertThat(engine.perUser.erase(UserId.of("ada"))).isFalse();
            assertThatExceptionOfType(ConflictException.class).isThrownBy(visit::commit);
            phone.request(session -> session.put("a", 2));
            assertThat(adas("a")).isEqualTo(2);
        }
    }

    @Nested
    class S9Hidden {
        @Test
        void hiddenGuestData_isShownAgainAfterSignOut() {
            TestEngine hiding = new TestEngine(store, PerUser.Builder::hideGuestData);
            TestEngine.Browser visitor = hiding.browser();
            visitor.request(session -> session.put("a", "guest's"));
            visitor.signIn("ada").request(session -> {
                assertThat(session.contains("a")).isFalse();
                session.put("a", "ada's");
            });
            visitor.signOut();
            visitor.request(session -> assertThat(session.get("a")).contains("guest's"));
            visitor.signIn("ada")
                    .request(session -> assertThat(session.get("a")).contains("ada's"));
        }
    }

    @Nested
    class Reports {
        @Test
        void report_isShownOnce_onOneDevice() {
            browser.request(session -> add(session, "g"));
            browser.signIn("ada").request(session -> {
                MergeReport report = session.takeMergeReport().orElseThrow();
                assertThat(report.entries()).singleElement().satisfies(entry -> {
                    assertThat(entry.attribute()).isEqualTo("cart");
                    assertThat(entry.outcome()).isEqualTo(MergeReport.Outcome.CARRIED);
                    assertThat(entry.guestValue()).isEqualTo(List.of("g"));
                });
            });
            browser.request(session -> assertThat(session.takeMergeReport()).isEmpty());
            phone.request(session -> assertThat(session.takeMergeReport()).isEmpty());
        }

        @Test
        void typedValues_comeFromTheReport() {
            phone.request(session -> session.put(moody, "u"));
            browser.request(session -> session.put(moody, "g"));
            browser.signIn("ada").request(session -> {
                MergeReport report = session.takeMergeReport().orElseThrow();
                assertThat(report.guestValue(moody)).contains("g");
                assertThat(report.userValue(moody)).contains("u");
                assertThat(report.toString()).contains("COMBINED").doesNotContain("u+g");
            });
        }
    }

    @Test
    void accountsAreJoined_byTheSameRules() {
        phone.request(session -> session.put("a", List.of(1)));
        engine.browser().signIn("ada.old").request(session -> session.put("a", List.of(2)));
        engine.perUser.absorb(UserId.of("ada.old"), UserId.of("ada"));
        assertThat(adas("a")).isEqualTo(List.of(1, 2));
        engine.browser()
                .signIn("ada.old") // a device that is still signed in under the old name
                .request(session -> assertThat(session.get("a")).contains(List.of(1, 2)));
        phone.request(
                session -> assertThat(Map.copyOf(session.asMap()).keySet()).containsExactly("a"));
    }
}
