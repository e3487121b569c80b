package dev.peruser.internal.visit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Sighting;
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

    private static Sighting of(StoredSession session) {
        return Sighting.of(KEY, session);
    }

    @Test
    void permit_wantsASighting_noneNewer_andNoneOfAnotherIncarnation() {
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
        ConsistencyTokens sightings = new ConsistencyTokens(List.of(of(FIRST), of(FIRST)));
        assertThat(sightings.takeChanges().isEmpty()).isTrue();
        sightings.doubt();
        assertThat(sightings.permits(KEY, FIRST)).isFalse();
        assertThat(sightings.takeChanges()).isEqualTo(new Visit.SightingChanges(List.of(), List.of(of(FIRST))));
        assertThat(sightings.takeChanges().isEmpty()).isTrue();
    }
}
