package dev.peruser.nearcache;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.ForwardingSessionStore;
import dev.peruser.store.ObservableSessionStore;
import dev.peruser.store.RecallingSessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WrappingSessionStore;
import dev.peruser.store.WriteResult;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Keeps copies of sessions in this process, in front of another store.
 *
 * <ol>
 *   <li>{@link #load}, {@link #save} and {@link #delete} always ask the store behind. What a load found (or found
 *       missing) and what a save stored is kept as a copy; a stale save, a delete and a call that failed drop it.
 *   <li>{@link #recall} answers from a copy that is not older than {@link Builder#maximumAge}, counted from before it
 *       was asked for.
 *   <li>If the store behind tells of changes ({@link ObservableSessionStore}), a copy goes with the news of a change.
 *       Each call notes before it asks the store how many changes of the session it has heard of; if there were more by
 *       the time of the answer, the answer is passed on but not kept. If changes may have been missed, all copies go.
 *   <li>A copy is only shown to a browser that has seen no newer one, and whatever is built on it is saved by
 *       compare-and-set: see {@link RecallingSessionStore}. So a read can be up to the maximum age out of date about
 *       what <em>others</em> did; nothing is ever lost by that.
 * </ol>
 *
 * <p>Safe for use by many threads. Closing it closes the store behind, if that can be closed.
 */
public final class NearCachedSessionStore extends ForwardingSessionStore
        implements RecallingSessionStore, AutoCloseable {
    private final SessionStore store;
    private final Copies copies;
    private final Optional<ObservableSessionStore.Observation> observation;

    private NearCachedSessionStore(Builder builder) {
        this.store = builder.store;
        this.copies = new Copies(builder.maximumAge, builder.maximumBytes, builder.ticker);
        this.observation = WrappingSessionStore.ability(store, ObservableSessionStore.class)
                .map(observable -> observable.observe(copies));
    }

    /** The builder of copies in front of a store. */
    public static Builder builder(SessionStore store) {
        return new Builder(store);
    }

    @Override
    public SessionStore wrapped() {
        return store;
    }

    @Override
    public Optional<Copy> recall(SessionKey key) {
        return copies.find(key);
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        Copies.Note note = copies.note(key);
        try {
            Optional<StoredSession> loaded = store.load(key, deadline);
            copies.keep(note, loaded);
            return loaded;
        } catch (RuntimeException e) {
            copies.changed(key);
            throw e;
        }
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        Copies.Note note = copies.note(key);
        WriteResult result;
        try {
            result = store.save(key, change, deadline);
        } catch (RuntimeException e) {
            copies.changed(key);
            throw e;
        }
        if (result == WriteResult.APPLIED) {
            copies.replace(note, change.next());
        } else {
            copies.changed(key);
        }
        return result;
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        try {
            return store.delete(key, expected, deadline);
        } finally {
            copies.changed(key);
        }
    }

    /** How many copies are held; about that many, while others come and go. */
    public long size() {
        return copies.size();
    }

    @Override
    public void close() {
        observation.ifPresent(ObservableSessionStore.Observation::close);
        if (store instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new StoreException("the store behind the near cache could not be closed", e);
            }
        }
    }

    /** Builds a {@link NearCachedSessionStore}. Not safe for use by many threads. */
    public static final class Builder {
        private static final Duration LONGEST = Duration.ofMinutes(10);

        private final SessionStore store;
        private Duration maximumAge = Duration.ofSeconds(10);
        private long maximumBytes = 64L << 20;
        private Ticker ticker = Ticker.systemTicker();

        private Builder(SessionStore store) {
            this.store = Objects.requireNonNull(store, "store");
        }

        /**
         * How old a copy may become, and so how long a read can be out of date if news of a change doesn't get here;
         * default 10 seconds, more than nothing and at most 10 minutes.
         */
        public Builder maximumAge(Duration age) {
            if (age.isNegative() || age.isZero() || age.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "peruser.near-cache.maximum-age must be more than 0 and at most 10m, was " + age);
            }
            this.maximumAge = age;
            return this;
        }

        /** How many bytes all copies may take together, about; default 64 MiB, at least 64 KiB. */
        public Builder maximumBytes(long bytes) {
            if (bytes < 1 << 16) {
                throw new IllegalArgumentException(
                        "peruser.near-cache.maximum-size must be at least 64KB, was " + bytes + " bytes");
            }
            this.maximumBytes = bytes;
            return this;
        }

        /** For tests: what the time is. */
        Builder ticker(Ticker source) {
            this.ticker = source;
            return this;
        }

        /** The copies, still empty. If the store tells of changes, it does so from now on. */
        public NearCachedSessionStore build() {
            return new NearCachedSessionStore(this);
        }
    }
}
