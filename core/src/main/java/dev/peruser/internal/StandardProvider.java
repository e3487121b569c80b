package dev.peruser.internal;

import dev.peruser.PerUser;
import dev.peruser.PerUserProvider;
import dev.peruser.store.SessionStore;

/** Named in {@code META-INF/services} and in the module's declaration. */
public final class StandardProvider implements PerUserProvider {

    @Override
    public PerUser.Builder builder(SessionStore store) {
        return new StandardBuilder(store);
    }
}
