package dev.peruser.internal.signin;

import dev.peruser.Attribute;
import dev.peruser.MergeReport;
import dev.peruser.SessionDataException;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.session.LimitCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells what became of each attribute of the guest in a merge, and takes back what would exceed a limit. */
final class MergeOutcomes {
    private final EngineContext engine;
    private final Map<String, byte[]> user;
    private final Map<String, byte[]> guest;
    private final Map<String, byte[]> result;
    private final Set<String> undecided;
    private final Set<String> unreadable;
    private final Set<String> tooLarge;
    private final LimitCheck.Merged merged;

    /**
     * Of one merge.
     *
     * @param result what was merged; it changes where a limit is exceeded
     * @param undecided the names of attributes that are left to whoever knows their declarations
     * @param unreadable the names of attributes that a side has and nobody can read
     * @param tooLarge the names of attributes whose merged value can't be stored
     */
    MergeOutcomes(
            EngineContext engine,
            Map<String, byte[]> user,
            Map<String, byte[]> guest,
            Map<String, byte[]> result,
            Set<String> undecided,
            Set<String> unreadable,
            Set<String> tooLarge) {
        this.engine = engine;
        this.user = user;
        this.guest = guest;
        this.result = result;
        this.undecided = undecided;
        this.unreadable = unreadable;
        this.tooLarge = tooLarge;
        this.merged = new LimitCheck.Merged(engine.settings().limits(), result);
    }

    /**
     * In the order of the guest's attributes.
     *
     * @param special names of the guest's that are never carried
     */
    List<MergeReport.Entry> conclude(Collection<String> special) {
        List<MergeReport.Entry> entries = new ArrayList<>();
        for (String name : guest.keySet()) {
            entries.add(conclude(name));
        }
        for (String name : special) {
            entries.add(new MergeReport.Entry(name, MergeReport.Outcome.DROPPED, null, Optional.empty()));
        }
        user.forEach((name, bytes) -> {
            boolean isOurs = name.startsWith(Attribute.RESERVED);
            if (!isOurs && !result.containsKey(name) && !guest.containsKey(name)) {
                entries.add(new MergeReport.Entry(
                        name, MergeReport.Outcome.DROPPED, null, Optional.ofNullable(plain(name, bytes))));
            }
        });
        return List.copyOf(entries);
    }

    /** Applies the limits to one attribute of the guest and reports what became of it. */
    private MergeReport.Entry conclude(String name) {
        byte @Nullable [] before = user.get(name);
        byte @Nullable [] after = result.get(name);
        byte[] theirs = guest.getOrDefault(name, new byte[0]);
        MergeReport.Outcome outcome = outcome(name, before, after, theirs);
        if (outcome == MergeReport.Outcome.TOO_LARGE) {
            if (after != null) {
                merged.takenBack(name, before, after);
            }
            if (before == null) {
                result.remove(name);
            } else {
                result.put(name, before);
            }
        }
        boolean isUserChanged = before != null && !Arrays.equals(before, result.get(name));
        return new MergeReport.Entry(
                name,
                outcome,
                plain(name, theirs),
                isUserChanged && before != null ? Optional.ofNullable(plain(name, before)) : Optional.empty());
    }

    private MergeReport.Outcome outcome(String name, byte @Nullable [] before, byte @Nullable [] after, byte[] theirs) {
        if (undecided.contains(name) && before != null) {
            return MergeReport.Outcome.UNDECIDED;
        }
        if (unreadable.contains(name) && Arrays.equals(before, after)) {
            return MergeReport.Outcome.UNREADABLE;
        }
        if (tooLarge.contains(name) || (after != null && merged.exceeds(before, after))) {
            return MergeReport.Outcome.TOO_LARGE;
        }
        if (before == null && after != null) {
            return MergeReport.Outcome.CARRIED;
        }
        if (after == null) {
            return MergeReport.Outcome.DROPPED;
        }
        if (isSameJson(name, before, after)) {
            return MergeReport.Outcome.KEPT;
        }
        return isSameJson(name, theirs, after) ? MergeReport.Outcome.REPLACED : MergeReport.Outcome.COMBINED;
    }

    private boolean isSameJson(String name, byte @Nullable [] one, byte[] other) {
        return one != null
                && Arrays.equals(
                        StoredAttribute.parse(name, one).json(),
                        StoredAttribute.parse(name, other).json());
    }

    /** A value as JSON-like data, or null if it can't be read. */
    private @Nullable Object plain(String name, byte[] bytes) {
        try {
            return engine.codec()
                    .decode(name, null, StoredAttribute.parse(name, bytes).json());
        } catch (SessionDataException e) {
            return null;
        }
    }
}
