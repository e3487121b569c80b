package dev.peruser.store.tck;

import dev.peruser.store.SessionStore;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.platform.commons.support.ReflectionSupport;

/** The contract for the store whose class the request names; not a test by itself. */
@ExtendWith(GivenStoreContract.FromRequest.class)
class GivenStoreContract extends SessionStoreContract {
    static final String STORE = "store";
    static final String REOPENS = "reopens";

    private Class<? extends SessionStore> type = SimpleStore.class;
    private boolean reopens;

    @Override
    protected SessionStore openEmpty() {
        return ReflectionSupport.newInstance(type);
    }

    @Override
    protected Optional<SessionStore> reopen() {
        return reopens ? Optional.of(openEmpty()) : Optional.empty();
    }

    static final class FromRequest implements TestInstancePostProcessor {
        @Override
        public void postProcessTestInstance(Object instance, ExtensionContext context) throws Exception {
            if (instance instanceof GivenStoreContract contract) {
                String name = context.getConfigurationParameter(STORE).orElseThrow();
                contract.type = Class.forName(name).asSubclass(SessionStore.class);
                contract.reopens = context.getConfigurationParameter(REOPENS, Boolean::valueOf)
                        .orElse(false);
            }
        }
    }
}
