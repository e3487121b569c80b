package dev.peruser.internal.visit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.GuestToken;
import dev.peruser.UserId;
import dev.peruser.Visit;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.values.RandomSource;
import dev.peruser.store.UserKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guest tokens of a request, bound ones and derived ones: whose they are, and what the browser is told. */
class GuestTokensTest {
    private final RandomSource random = RandomSource.ofSystem();
    private final GuestToken token = GuestToken.random(random::fill);
    private final UserKey ada = UserKeys.of(UserId.of("ada"));
    private final UserKey bob = UserKeys.of(UserId.of("bob"));

    private List<GuestToken> fresh(int many) {
        return Stream.generate(() -> GuestToken.random(random::fill))
                .limit(many)
                .toList();
    }

    private static Visit.TokenChanges changes(List<GuestToken> toSet, List<GuestToken> toRemove) {
        return new Visit.TokenChanges(toSet, toRemove);
    }

    @Nested
    class Changes {
        @Test
        void areToldOnce() {
            GuestTokens tokens = new GuestTokens(List.of(token));
            assertThat(tokens.isEmpty()).isFalse();
            GuestToken made = GuestToken.random(random::fill);
            tokens.issue(made);
            assertThat(tokens.free()).containsExactly(token, made);
            assertThat(tokens.takeChanges()).isEqualTo(changes(List.of(made), List.of()));
            assertThat(tokens.takeChanges()).isEqualTo(changes(List.of(), List.of()));
            tokens.drop(made); // the browser was told of it, so it must be told again
            tokens.drop(token);
            assertThat(tokens.isEmpty()).isTrue();
            assertThat(tokens.takeChanges()).isEqualTo(changes(List.of(), List.of(made, token)));
            assertThat(tokens.takeChanges()).isEqualTo(changes(List.of(), List.of()));
        }

        @Test
        void tokenMadeAndDroppedInOneRequest_isNotToldAtAll_norOneDroppedAndIssuedAgainAsRemoved() {
            GuestTokens tokens = new GuestTokens(List.of(token));
            GuestToken made = GuestToken.random(random::fill);
            tokens.issue(made);
            tokens.drop(made);
            tokens.drop(token);
            tokens.issue(token);
            assertThat(tokens.takeChanges()).isEqualTo(changes(List.of(token), List.of()));
        }

        @Test
        void fewRemovalsAreToldInOneResponse_inHoweverManySteps() {
            List<GuestToken> many = fresh(GuestTokens.MOST_REMOVALS_TOLD + 5);
            GuestTokens tokens = new GuestTokens(many);
            many.subList(0, 10).forEach(tokens::drop);
            assertThat(tokens.takeChanges().toRemove()).hasSize(10);
            many.subList(10, many.size()).forEach(tokens::drop);
            tokens.issue(token);
            assertThat(tokens.takeChanges())
                    .isEqualTo(changes(List.of(token), many.subList(10, GuestTokens.MOST_REMOVALS_TOLD)));
            assertThat(tokens.takeChanges().isEmpty()).isTrue();
        }
    }

    @Nested
    class Binding {
        private final List<GuestToken> three = fresh(3);

        /** What a browser presents after a request that bound what it had. */
        private List<GuestToken> boundTo(UserKey user, List<GuestToken> presented) {
            GuestTokens tokens = new GuestTokens(presented);
            tokens.bindFree(user);
            Visit.TokenChanges told = tokens.takeChanges();
            assertThat(told.toRemove()).isEmpty();
            List<GuestToken> next = new ArrayList<>(presented);
            told.toSet().forEach(set -> {
                next.removeIf(one -> one.shortName().equals(set.shortName()));
                next.add(set);
            });
            return next;
        }

        @Test
        void tokenThatIsBound_keepsItsUser() {
            GuestTokens tokens = new GuestTokens(List.of(token));
            tokens.bindFree(ada);
            assertThat(tokens.freeOrBoundTo(ada)).containsExactly(token.boundTo(ada));
            tokens.takeChanges();
            tokens.bindFree(bob);
            assertThat(tokens.freeOrBoundTo(ada)).containsExactly(token.boundTo(ada));
            assertThat(tokens.freeOrBoundTo(bob)).isEmpty();
            assertThat(tokens.takeChanges().isEmpty()).isTrue();
        }

        @Test
        void ofSeveral_oneCoversTheOthers_andTheBrowserIsToldOfThatOneOnly() {
            GuestTokens tokens = new GuestTokens(three);
            tokens.bindFree(ada);
            assertThat(tokens.takeChanges().toSet()).singleElement().satisfies(covering -> {
                assertThat(covering.key()).isEqualTo(three.get(0).key());
                assertThat(GuestToken.parse(covering.text())).contains(covering);
                assertThat(covering.covers(three.get(1))).isTrue();
                assertThat(covering.covers(three.get(2))).isTrue();
                assertThat(covering.covers(token)).isFalse();
            });
        }

        @Test
        void coveredTokens_areNoGuests_noOtherUsers_andTheirUsersBeforeTheOneThatCoversThem() {
            GuestTokens tokens = new GuestTokens(boundTo(ada, three));
            assertThat(tokens.free()).isEmpty();
            assertThat(tokens.freeOrBoundTo(bob)).isEmpty();
            assertThat(tokens.freeOrBoundTo(ada))
                    .extracting(GuestToken::key)
                    .containsExactly(
                            three.get(1).key(), three.get(2).key(), three.get(0).key());
        }

        @Test
        void coveringToken_isNeededUntilNoneOfTheOthersIsLeft() {
            GuestTokens tokens = new GuestTokens(boundTo(ada, three));
            List<GuestToken> adas = tokens.freeOrBoundTo(ada);
            GuestToken covering = adas.get(2);
            assertThat(tokens.isNeeded(covering)).isTrue();
            tokens.drop(adas.get(0));
            assertThat(tokens.isNeeded(covering)).isTrue();
            tokens.drop(adas.get(1));
            assertThat(tokens.isNeeded(covering)).isFalse();
        }

        @Test
        void tokenOfTheNextGuest_isFree_besideBoundOnes() {
            List<GuestToken> presented = boundTo(ada, three);
            presented.add(token);
            GuestTokens tokens = new GuestTokens(presented);
            assertThat(tokens.free()).containsExactly(token);
            assertThat(tokens.freeOrBoundTo(bob)).containsExactly(token);
            assertThat(tokens.freeOrBoundTo(ada)).hasSize(4);
        }

        /** As when two users sign in at once: whatever either's request drops, the other's still knows whose it is. */
        @Test
        void tokenThatTokensOfTwoUsersCover_isForOneOfThem_whoseCookieStays() {
            GuestToken contested = GuestToken.random(random::fill);
            List<GuestToken> covers = Stream.of(ada, bob)
                    .map(user -> GuestToken.random(random::fill).boundTo(user, List.of(contested.shortName())))
                    .sorted(Comparator.comparing(cover -> cover.key().text()))
                    .toList();
            GuestToken first = covers.get(0);
            GuestToken second = covers.get(1);
            for (List<GuestToken> presented :
                    List.of(List.of(first, second, contested), List.of(contested, second, first))) {
                GuestTokens tokens = new GuestTokens(presented);
                assertThat(tokens.free()).isEmpty();
                assertThat(tokens.freeOrBoundTo(ownerOf(first))).containsExactly(contested, first);
                assertThat(tokens.freeOrBoundTo(ownerOf(second))).containsExactly(second);
                assertThat(tokens.isNeeded(first)).isTrue();
                assertThat(tokens.isNeeded(second)).isFalse();
                tokens.drop(first);
                assertThat(tokens.freeOrBoundTo(ownerOf(second))).containsExactly(contested, second);
                assertThat(tokens.isNeeded(second)).isTrue();
            }
        }

        private UserKey ownerOf(GuestToken cover) {
            return cover.isFor(ada) ? ada : bob;
        }

        @Test
        void tokenThatIsBoundItself_isForThatUser_whoeverElsesCoversIt() {
            GuestToken adas = token.boundTo(ada);
            GuestToken bobs = GuestToken.random(random::fill).boundTo(bob, List.of(adas.shortName()));
            GuestTokens tokens = new GuestTokens(List.of(adas, bobs));
            assertThat(tokens.freeOrBoundTo(ada)).containsExactly(adas);
            assertThat(tokens.freeOrBoundTo(bob)).containsExactly(bobs);
            assertThat(tokens.isNeeded(bobs)).isFalse();
        }

        @Test
        void howeverManyThereAre_noneStaysFree_andTheCookieIsSmallEnough() {
            List<GuestToken> many = fresh(300);
            GuestTokens tokens = new GuestTokens(many);
            tokens.bindFree(ada);
            assertThat(tokens.free()).isEmpty();
            assertThat(tokens.takeChanges().toSet())
                    .singleElement()
                    .satisfies(covering -> assertThat(covering.text().length()).isLessThan(4_000));
        }

        @Test
        void boundTokens_doNotPushOutFreeOnes_andFewOfEachAreLookedAt() {
            List<GuestToken> presented = new ArrayList<>();
            fresh(200).forEach(one -> presented.add(one.boundTo(ada)));
            presented.addAll(fresh(200));
            GuestTokens tokens = new GuestTokens(presented);
            assertThat(tokens.free()).hasSize(GuestToken.MOST_LOOKED_AT);
            assertThat(tokens.freeOrBoundTo(ada)).hasSize(2 * GuestToken.MOST_LOOKED_AT);
            assertThat(tokens.freeOrBoundTo(bob)).hasSize(GuestToken.MOST_LOOKED_AT);
        }

        @ParameterizedTest
        @ValueSource(strings = {".", ".0123456", ".0123456G", ".01234567.", ".0123456789", "01234567", ".0123ABCD"})
        void coveredNamesThatAreNone_makeTheTextNoToken(String names) {
            assertThat(GuestToken.parse(token.boundTo(ada).text() + names)).isEmpty();
            assertThat(GuestToken.parse(token.text() + names)).isEmpty();
        }

        @Test
        void moreCoveredNamesThanACookieHolds_makeTheTextNoToken() {
            String names = "." + "01234567".repeat(400);
            assertThat(GuestToken.parse(token.boundTo(ada).text() + names)).isPresent();
            assertThat(GuestToken.parse(token.boundTo(ada).text() + names + "01234567"))
                    .isEmpty();
        }
    }

    @Nested
    class Derived {
        @Test
        void tokenFollowsFromAllOfThem_inWhateverOrder_andFromNoneOfThemAlone() {
            List<GuestToken> three = new ArrayList<>(fresh(3));
            GuestToken derived = GuestToken.derivedFrom(three);
            Collections.reverse(three);
            assertThat(GuestToken.derivedFrom(three)).isEqualTo(derived);
            assertThat(GuestToken.derivedFrom(three.subList(0, 2))).isNotEqualTo(derived);
            assertThat(GuestToken.derivedFrom(three.subList(0, 1))).isNotIn(derived, three.get(0));
            assertThat(GuestToken.parse(derived.text())).contains(derived);
        }

        @Test
        void boundTokens_deriveTheSameAsFreeOnes() {
            List<GuestToken> two = fresh(2);
            assertThat(GuestToken.derivedFrom(List.of(two.get(0).boundTo(ada), two.get(1))))
                    .isEqualTo(GuestToken.derivedFrom(two));
        }
    }
}
