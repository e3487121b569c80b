package dev.peruser.it.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.GuestToken;
import dev.peruser.internal.visit.GuestTokens;
import dev.peruser.store.GuestKey;
import dev.peruser.store.SessionKey;
import java.util.List;

/** What holds for each token, wherever it comes from. */
public final class FuzzedToken {
    private static final int FREE = 43;
    private static final int BOUND = 43 + 1 + 22;

    private FuzzedToken() {}

    public static void check(GuestToken token, String text) {
        int covered = token.covered().isEmpty() ? 0 : 1 + 8 * token.covered().size();
        assertThat(token.text()).isEqualTo(text).hasSize((token.isBound() ? BOUND : FREE) + covered);
        assertThat(GuestToken.parse(token.text())).contains(token);
        assertThat(SessionKey.parse(token.key().text()))
                .isInstanceOf(GuestKey.class)
                .isEqualTo(token.key());
        assertThat(token.key().text()).doesNotContain(text);
        assertThat(token.shortName()).matches("[0-9a-f]{8}");
        assertThat(token).hasToString("GuestToken");
        assertThat(new GuestTokens(List.of(token, token)).isEmpty()).isFalse();
    }
}
