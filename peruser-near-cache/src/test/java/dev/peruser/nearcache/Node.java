package dev.peruser.nearcache;

import dev.peruser.PerUser;
import dev.peruser.Visit;
import dev.peruser.store.SessionStore;

/** A server: an engine that keeps copies in front of the store that all share. */
final class Node {
    final CountingStore calls;
    final PerUser perUser;

    Node(SessionStore shared) {
        this.calls = new CountingStore(shared);
        this.perUser =
                PerUser.builder(NearCachedSessionStore.builder(calls).build()).build();
    }

    Visit visit(Browser browser) {
        return perUser.newVisit(browser::visitor)
                .presenting(browser.tokens())
                .seen(browser.consistencyTokens())
                .begin();
    }
}
