package dev.peruser.nearcache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.peruser.store.ObservableSessionStore.ChangeObserver;
import dev.peruser.store.RecallingSessionStore.Copy;
import dev.peruser.store.SessionKey;
import dev.peruser.store.StoredSession;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The copies.
 *
 * <p>The race between the news of a change and the answer of a load that was asked before it is decided by counting:
 *
 * <ol>
 *   <li>Each key has a counter of changes, shared with some other keys (what that costs is a copy not kept).
 *   <li>News of a change count first, then drop the copy.
 *   <li>An answer is kept, in one step that excludes others for the key, only if the counter still stands where it
 *       stood before the store was asked. So either the news come before that step, and the answer is not kept, or
 *       after it, and drop it again.
 *   <li>"All may have changed" is a counter of its own that each copy carries: copies of an earlier count don't exist
 *       any more, whether or not they have been dropped yet.
 * </ol>
 */
final class Copies implements ChangeObserver {
    private static final int STRIPES = 1 << 14;
    private static final int OVERHEAD = 200;
    private static final int OVERHEAD_OF_ATTRIBUTE = 100;

    private final Cache<SessionKey, Held> cache;
    private final Ticker ticker;
    private final long maximumAge;
    private final AtomicLongArray changes = new AtomicLongArray(STRIPES);
    private final AtomicLong emptied = new AtomicLong();

    Copies(Duration maximumAge, long maximumBytes, Ticker ticker) {
        this.maximumAge = maximumAge.toNanos();
        this.ticker = ticker;
        this.cache = Caffeine.newBuilder()
                .maximumWeight(maximumBytes)
                .weigher((SessionKey key, Held held) -> weight(key, held))
                .expireAfterWrite(maximumAge)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** A copy, of what was known when. */
    private record Held(Copy copy, long emptied, long askedAt) {}

    /** How things stood before the store was asked. */
    record Note(SessionKey key, long changes, long emptied, long askedAt) {}

    Optional<Copy> find(SessionKey key) {
        @Nullable Held held = cache.getIfPresent(key);
        return held != null && isUsable(held) ? Optional.of(held.copy) : Optional.empty();
    }

    private boolean isUsable(Held held) {
        return held.emptied == emptied.get() && ticker.read() - held.askedAt <= maximumAge;
    }

    Note note(SessionKey key) {
        return new Note(key, changes.get(stripe(key)), emptied.get(), ticker.read());
    }

    /** Keeps what a load found, unless it has changed since the note was taken, or a later one was quicker. */
    void keep(Note note, Optional<StoredSession> loaded) {
        cache.asMap().compute(note.key, (key, held) -> {
            boolean isUnchanged = changes.get(stripe(key)) == note.changes;
            boolean isLate = held != null && held.emptied == note.emptied && held.askedAt - note.askedAt > 0;
            return isUnchanged && !isLate ? new Held(new Copy(loaded), note.emptied, note.askedAt) : held;
        });
    }

    /** Keeps what a save stored, unless it has changed since the note was taken; loads under way are too old now. */
    void replace(Note note, StoredSession saved) {
        cache.asMap().compute(note.key, (key, held) -> {
            boolean isUnchanged = changes.compareAndSet(stripe(key), note.changes, note.changes + 1);
            return isUnchanged ? new Held(new Copy(Optional.of(saved)), note.emptied, note.askedAt) : null;
        });
    }

    @Override
    public void changed(SessionKey key) {
        changes.incrementAndGet(stripe(key));
        cache.invalidate(key);
    }

    @Override
    public void missed() {
        emptied.incrementAndGet();
        cache.invalidateAll();
    }

    long size() {
        return cache.estimatedSize();
    }

    private static int stripe(SessionKey key) {
        int hash = key.text().hashCode();
        return (hash ^ (hash >>> 15)) & (STRIPES - 1);
    }

    private static int weight(SessionKey key, Held held) {
        int weight = OVERHEAD + 2 * key.text().length();
        if (held.copy.session().isPresent()) {
            StoredSession session = held.copy.session().get();
            weight += session.header().length;
            for (var attribute : session.attributes().entrySet()) {
                weight += OVERHEAD_OF_ATTRIBUTE + 2 * attribute.getKey().length() + attribute.getValue().length;
            }
        }
        return weight;
    }
}
