package dev.peruser.internal.signin;

import dev.peruser.SessionDataException;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.merge.Patch;
import dev.peruser.internal.merge.PatchMerge;
import dev.peruser.internal.merge.ThreeWayMerge;
import dev.peruser.internal.record.Undecided;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    Map<String, byte[]> merge(Map<String, byte[]> one, Map<String, byte[]> other) {
        Instant now = engine.storage().now();
        Map<String, byte[]> merged = StoredAttribute.unexpired(one, now);
        List<Undecided> undecided = new ArrayList<>(Undecided.in(one, engine.codec()));
        List<Undecided> openWithOther = Undecided.in(other, engine.codec());
        StoredAttribute.unexpired(other, now).forEach((name, bytes) -> {
            if (name.equals(Undecided.ATTRIBUTE)) {
                return;
            }
            List<Undecided> open = Undecided.of(name, openWithOther);
            byte @Nullable [] first = merged.get(name);
            if (first == null) {
                merged.put(name, bytes);
                undecided.addAll(open);
            } else if (engine.isDeclaredElsewhere(name, first) || engine.isDeclaredElsewhere(name, bytes)) {
                undecided.add(new Undecided(name, true, first, bytes, open));
            } else {
                merged.put(name, meet(name, first, bytes, now));
            }
        });
        Undecided.write(undecided, merged, engine.codec());
        return merged;
    }

    private byte[] meet(String name, byte[] first, byte[] second, Instant now) {
        try {
            StoredAttribute theirs = StoredAttribute.parse(name, first);
            StoredAttribute mine = StoredAttribute.parse(name, second);
            Patch patch = new Patch(name, null, mine.json(), Patch.WhenAbsent.REMOVED);
            byte @Nullable [] merged = new PatchMerge(
                            engine.codec(), now, engine.registry().find(name), ThreeWayMerge.Missing.NEVER_WAS)
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
