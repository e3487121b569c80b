package dev.peruser.internal.visit;

import dev.peruser.GuestToken;
import dev.peruser.internal.commit.Committer;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.storage.Log;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of guests that are hidden while somebody is signed in: they live on as long as their browser comes. Each is
 * looked at once in a share of the idle time. Safe for use by many threads.
 */
final class HiddenGuests {
    private static final int MOST = 10_000;

    private final Map<String, Instant> dueAt = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST;
        }
    });

    /** Postpones the expiry of what the tokens lead to, where that is due. Never fails. */
    void keep(EngineContext engine, Committer committer, GuestTokens tokens, Deadline deadline) {
        for (GuestToken token : tokens.free()) {
            if (isDue(token, engine.storage().now())) {
                try {
                    keep(engine, committer, tokens, token, deadline);
                } catch (RuntimeException e) {
                    Log.debug("the expiry of a guest's session could not be postponed", e);
                }
            }
        }
    }

    private boolean isDue(GuestToken token, Instant now) {
        @Nullable Instant due = dueAt.get(token.key().text());
        return due == null || !due.isAfter(now);
    }

    private void keep(
            EngineContext engine, Committer committer, GuestTokens tokens, GuestToken token, Deadline deadline) {
        Snapshot session = engine.storage().load(SessionLocation.of(token.key()), deadline);
        if (engine.isRefreshDue(session)) {
            var unused = committer.refresh(session, deadline);
            tokens.issue(token);
        }
        Duration idle = engine.settings().lifetimes().guestIdle();
        long pause = (long) (idle.toMillis() * engine.settings().lifetimes().refreshShare() / 2);
        dueAt.put(token.key().text(), engine.storage().now().plusMillis(pause));
    }
}
