package dev.peruser.nearcache;

import dev.peruser.PerUser;
import dev.peruser.Visit;
import dev.peruser.store.SessionStore;
import dev.peruser.store.tck.faults.FailingSessionStore;

/** A server: an engine that keeps copies in front of the store that all share. */
final class Node {
    final FailingSessionStore store;
    final PerUser perUser;

    Node(SessionStore shared) {
        this.store = FailingSessionStore.of(shared);
        this.perUser =
                PerUser.builder(NearCachedSessionStore.builder(store).build()).build();
    }

    /** With an engine of its own. */
    Node(SessionStore shared, PerUser perUser) {
        this.store = FailingSessionStore.of(shared);
        this.perUser = perUser;
    }

    /** Loads and saves that got through to the store since this was last asked. */
    String takeCalls() {
        String counted = store.loads() + " loads, " + store.saves() + " saves";
        store.forgetCounts();
        return counted;
    }

    Visit visit(Browser browser) {
        return perUser.newVisit(browser::visitor)
                .presenting(browser.tokens())
                .seen(browser.consistencyTokens())
                .begin();
    }
}
