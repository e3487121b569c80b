package dev.peruser.spring;

import dev.peruser.UnusableStoreException;
import dev.peruser.nearcache.NearCachedSessionStore;
import dev.peruser.store.SessionStore;
import org.springframework.util.ClassUtils;

/** Puts a near cache in front of a store, if the properties say so. */
final class NearCacheChoice {
    private static final String CLASS = "dev.peruser.nearcache.NearCachedSessionStore";

    private NearCacheChoice() {}

    static SessionStore inFrontOf(SessionStore store, PerUserProperties.NearCache properties) {
        return properties.enabled() ? Present.build(store, properties) : store;
    }

    /** What is wrong with the properties is an IllegalArgumentException. */
    static void check(SessionStore any, PerUserProperties.NearCache properties) {
        if (!properties.enabled()) {
            return;
        }
        if (!ClassUtils.isPresent(CLASS, null)) {
            throw new IllegalArgumentException(
                    "peruser.near-cache.enabled=true, but the module is missing: add the dependency"
                            + " dev.peruser:peruser-near-cache");
        }
        Present.check(any, properties);
    }

    /** Loaded only if the module is there. */
    private static final class Present {
        private static NearCachedSessionStore.Builder builder(
                SessionStore store, PerUserProperties.NearCache properties) {
            return NearCachedSessionStore.builder(store)
                    .maximumAge(properties.maximumAge())
                    .maximumBytes(properties.maximumSize().toBytes());
        }

        static SessionStore build(SessionStore store, PerUserProperties.NearCache properties) {
            try {
                return builder(store, properties).build();
            } catch (UnusableStoreException e) { // it can't tell what changes
                throw StartUpCheck.unusable(e);
            }
        }

        static void check(SessionStore any, PerUserProperties.NearCache properties) {
            var unused = builder(any, properties);
        }
    }
}
