package dev.peruser.internal.commit;

import dev.peruser.StoreException;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.storage.MissingRecordException;
import dev.peruser.internal.storage.RefusedException;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import dev.peruser.store.WriteResult;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A single step of a protocol: replaces a session if it is still as it was seen, and finds out whether that was made.
 */
public final class CompareAndSet {
    private final EngineContext engine;

    public CompareAndSet(EngineContext engine) {
        this.engine = engine;
    }

    /** One compare-and-set; an unknown outcome is looked up. Empty: not made, or changed again since. */
    public Optional<Snapshot> save(
            Snapshot before, Header header, Map<String, byte[]> attributes, Instant expiry, Deadline deadline) {
        Made made = engine.locks()
                .locked(
                        before.location().key(),
                        deadline,
                        () -> underLock(
                                before,
                                header,
                                attributes,
                                expiry,
                                engine.storage().newCommitId(),
                                deadline));
        return made.isMade() && made.isLatest() ? Optional.of(made.present()) : Optional.empty();
    }

    /**
     * What became of a compare-and-set.
     *
     * @param isLatest whether what was saved is still what is stored
     */
    public record Made(boolean isMade, boolean isLatest, Snapshot present) {}

    /** To be called under the lock of the key. */
    public Made underLock(
            Snapshot before,
            Header header,
            Map<String, byte[]> attributes,
            Instant expiry,
            Header.CommitId id,
            Deadline deadline) {
        Instant sent = engine.storage().now();
        Snapshot next = engine.storage().next(before, header, attributes, expiry, id);
        boolean isLastTry = false;
        while (true) {
            @Nullable StoreException failure = null;
            try {
                if (engine.storage().save(before, next, deadline) == WriteResult.APPLIED) {
                    return new Made(true, true, next);
                }
            } catch (MissingRecordException e) {
                throw e;
            } catch (StoreException e) {
                failure = e;
            }
            Snapshot present = present(before.location(), failure, deadline);
            // Made after all, for example by a client library that sent it twice?
            boolean isMade = present.wasCommitted(id, sent).orElseThrow(CompareAndSet::unknown);
            if (failure == null || isMade || !present.isVersionOf(before)) {
                return new Made(isMade, Objects.equals(next.stored(), present.stored()), present);
            }
            if (isLastTry || failure instanceof RefusedException) {
                throw failure; // for what it is, most likely: whoever reads it must not try again and again
            }
            isLastTry = true;
        }
    }

    private Snapshot present(SessionLocation location, @Nullable StoreException failure, Deadline deadline) {
        try {
            return engine.storage().load(location, deadline);
        } catch (StoreException e) {
            throw failure == null ? e : failure;
        }
    }

    public static StoreException unknown() {
        return new StoreException(
                "it is unknown whether a step of an absorb was made; a later request will look again");
    }
}
