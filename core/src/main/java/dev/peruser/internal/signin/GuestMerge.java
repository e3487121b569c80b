package dev.peruser.internal.signin;

import dev.peruser.SessionDataException;
import dev.peruser.SessionLimitException;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.merge.MergeDeadlineException;
import dev.peruser.internal.merge.Patch;
import dev.peruser.internal.merge.PatchMerge;
import dev.peruser.internal.merge.ThreeWayMerge;
import dev.peruser.internal.record.Undecided;
import dev.peruser.store.Deadline;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Merges two sessions of one guest, as two requests of one session would meet: without the rules of a sign-in. What
 * only one has goes over as it is stored, with its expiry; of two expiries the one set later holds.
 */
final class GuestMerge {
    private final EngineContext engine;

    GuestMerge(EngineContext engine) {
        this.engine = engine;
    }

    Map<String, byte[]> merge(Map<String, byte[]> one, Map<String, byte[]> other, Deadline deadline) {
        Instant now = engine.storage().now();
        Map<String, byte[]> merged = StoredAttribute.unexpired(one, now);
        UndecidedMerge undecided = new UndecidedMerge(engine, true, one, other);
        StoredAttribute.unexpired(other, now).forEach((name, bytes) -> {
            if (name.equals(Undecided.ATTRIBUTE)) {
                return;
            }
            byte @Nullable [] first = merged.get(name);
            switch (undecided.meet(name, first, bytes)) {
                case LEFT -> {
                    // the first stays
                }
                case TOO_MUCH ->
                    throw new SessionLimitException("two sessions of a guest are larger together than"
                            + " peruser.limits.session-bytes; each stays by itself until the sign-in");
                case NOT_LEFT, CARRIED ->
                    merged.put(name, first == null ? bytes : meet(name, first, bytes, now, deadline));
            }
        });
        undecided.write(merged);
        return merged;
    }

    private byte[] meet(String name, byte[] first, byte[] second, Instant now, Deadline deadline) {
        try {
            StoredAttribute theirs = StoredAttribute.parse(name, first);
            StoredAttribute mine = StoredAttribute.parse(name, second);
            Patch patch = new Patch(name, null, mine.json(), Patch.WhenAbsent.REMOVED);
            byte @Nullable [] merged = new PatchMerge(
                            engine.codec(),
                            now,
                            engine.registry().find(name),
                            ThreeWayMerge.Missing.NEVER_WAS,
                            MergeDeadlineException.checkpoint(deadline))
                    .merge(patch, first);
            StoredAttribute.@Nullable Expiry expiry = StoredAttribute.Expiry.later(mine.expiry(), theirs.expiry());
            return merged == null
                    ? first
                    : StoredAttribute.parse(name, merged).with(expiry).bytes();
        } catch (SessionDataException unreadable) {
            return first; // a newer version wrote one of them
        }
    }
}
