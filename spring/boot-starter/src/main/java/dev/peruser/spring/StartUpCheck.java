package dev.peruser.spring;

import dev.peruser.StoreException;
import dev.peruser.UnusableStoreException;
import dev.peruser.spring.internal.start.StartFailure;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import java.time.Duration;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Asks the store once at start-up, so that the first visitor doesn't wait for a database that is opened or a table that
 * is created. A store that doesn't answer doesn't keep the application from starting: requests that need no session
 * work without it.
 */
public final class StartUpCheck {
    private static final Log LOGGER = LogFactory.getLog(StartUpCheck.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final SessionKey NOBODY = SessionKey.parse("u::nobody");

    private StartUpCheck() {}

    static SessionStore of(SessionStore store) {
        try {
            ask(store, PATIENCE);
        } catch (UnusableStoreException e) {
            throw unusable(e);
        } catch (StoreException e) {
            LOGGER.error(
                    "peruser.store-unreachable: the session store doesn't answer; until it does, requests that use the session get 503: "
                            + e.getMessage(),
                    e);
        }
        return store;
    }

    static RuntimeException unusable(UnusableStoreException reason) {
        return StartFailure.of(
                "PerUser can't keep sessions there: " + reason.getMessage(),
                "Mend that, or set peruser.store=embedded, and sessions are kept in a file apart from it.",
                reason);
    }

    /**
     * Loads nobody's session.
     *
     * @throws StoreException if the store doesn't answer in that time
     */
    public static void ask(SessionStore store, Duration patience) {
        var unused = store.load(NOBODY, Deadline.after(patience));
    }
}
