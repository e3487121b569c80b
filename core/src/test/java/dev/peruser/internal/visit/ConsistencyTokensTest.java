package dev.peruser.internal.visit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.ConsistencyToken;
import dev.peruser.Visit;
import dev.peruser.store.GuestKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a browser has seen decides whether it is shown a copy. */
class ConsistencyTokensTest {
    private static final GuestKey KEY = new GuestKey("g:" + "0".repeat(64));
    private static final StoredSession FIRST = version(SessionVersion.first(7));
    private static final StoredSession SECOND = version(SessionVersion.first(7).next());
    private static final StoredSession OTHER = version(SessionVersion.first(8));

    private static StoredSession version(SessionVersion version) {
        return new StoredSession(version, Instant.EPOCH, new byte[0], Map.of());
    }

    private static ConsistencyToken of(StoredSession session) {
        return ConsistencyToken.of(KEY, session);
    }

    @Test
    void permit_wantsAToken_noneNewer_andNoneOfAnotherIncarnation() {
        assertThat(new ConsistencyTokens(List.of()).permits(KEY, FIRST)).isFalse();
        assertThat(new ConsistencyTokens(List.of(of(FIRST))).permits(KEY, FIRST))
                .isTrue();
        assertThat(new ConsistencyTokens(List.of(of(FIRST), of(SECOND))).permits(KEY, SECOND))
                .isTrue();
        assertThat(new ConsistencyTokens(List.of(of(FIRST), of(SECOND))).permits(KEY, FIRST))
                .isFalse();
        assertThat(new ConsistencyTokens(List.of(of(FIRST), of(OTHER))).permits(KEY, SECOND))
                .isFalse();
    }

    @Test
    void doubt_removesWhatWasPresented_once_andPermitsNothing() {
        ConsistencyTokens consistencyTokens = new ConsistencyTokens(List.of(of(FIRST), of(FIRST)));
        assertThat(consistencyTokens.takeChanges().isEmpty()).isTrue();
        consistencyTokens.doubt();
        assertThat(consistencyTokens.permits(KEY, FIRST)).isFalse();
        assertThat(consistencyTokens.takeChanges())
                .isEqualTo(new Visit.ConsistencyTokenChanges(List.of(), List.of(of(FIRST))));
        assertThat(consistencyTokens.takeChanges().isEmpty()).isTrue();
    }
}
