package dev.peruser.internal.signin;

import dev.peruser.Attribute;
import dev.peruser.MergeReport;
import dev.peruser.MergeReport.UndoOutcome;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.record.Aside;
import dev.peruser.internal.record.MergeReports;
import dev.peruser.internal.record.MergedSides;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes a merge back: a {@link RecordedChange} by which the guest would have emptied its session just before the
 * sign-in. So the account is what it would be without the guest, with all that was done since on top (three-way merge,
 * the merged state being the base); it is made once, whatever is repeated or killed; and a change of the guest's that
 * comes later still counts by itself.
 */
public final class MergeUndo {
    /** What is said of merges that nobody knows. */
    public static final MergeReport.Undo UNKNOWN = new MergeReport.Undo(UndoOutcome.UNKNOWN, Set.of(), Set.of());

    private final EngineContext engine;
    private final Absorber absorber;
    private final LateMerge merge;

    public MergeUndo(EngineContext engine, Absorber absorber) {
        this.engine = engine;
        this.absorber = absorber;
        this.merge = new LateMerge(engine);
    }

    /**
     * Takes merges into an account back.
     *
     * @param undoId names them, if it is what the account's own report said
     * @param guestPart what becomes of what the guest had
     */
    public MergeReport.Undo undo(
            SessionLocation account, String undoId, MergeReport.GuestPart guestPart, Deadline deadline) {
        Set<String> takenBack = new TreeSet<>();
        Set<String> left = new TreeSet<>();
        boolean isKnown = false;
        for (long incarnation : MergeReports.merges(undoId)) {
            Optional<Snapshot> marker = new MergeMarkers(engine, absorber, deadline).find(account, incarnation);
            if (marker.isPresent()) {
                isKnown = true;
                Emptied emptied = new Emptied(guestPart == MergeReport.GuestPart.SET_ASIDE);
                SessionLocation source = marker.get().location();
                boolean isOurs = new RecordedChange(
                                engine, absorber, source, emptied, UnaryOperator.identity(), deadline)
                        .bring(marker.get(), engine.storage().newCommitId());
                if (isOurs) {
                    takenBack.addAll(emptied.takenBack);
                    left.addAll(emptied.left);
                }
            }
        }
        if (!isKnown) {
            return UNKNOWN;
        }
        left.removeAll(takenBack);
        UndoOutcome outcome = takenBack.isEmpty() && left.isEmpty() ? UndoOutcome.UNDONE_BEFORE : UndoOutcome.UNDONE;
        return new MergeReport.Undo(outcome, Set.copyOf(takenBack), Set.copyOf(left));
    }

    /** The content of a guest's session without what a sign-in carries, or all of it set aside. */
    private final class Emptied implements RecordedChange.Change {
        private final boolean isSetAside;
        private Set<String> takenBack = Set.of();
        private Set<String> left = Set.of();

        Emptied(boolean isSetAside) {
            this.isSetAside = isSetAside;
        }

        @Override
        public boolean isMade(MergedSides sides) {
            return carried(sides).keySet().stream().noneMatch(name -> isThere(name, sides));
        }

        /** What the account may have of the guest's. */
        private static Map<String, byte[]> carried(MergedSides sides) {
            Map<String, byte[]> carried = sides.aside().withoutSetAside(sides.guest());
            carried.keySet().removeIf(name -> !Attribute.isCarried(name));
            return carried;
        }

        /** Whether anything of the guest's is in the account, be it that the account's own is not. */
        private boolean isThere(String name, MergedSides sides) {
            return sides.aside().of(name) == Aside.Side.ACCOUNT
                    || !Arrays.equals(sides.guest().get(name), emptied(name, sides));
        }

        private byte @Nullable [] emptied(String name, MergedSides sides) {
            return merge.emptied(name, sides.guest().get(name), sides.account().get(name));
        }

        @Override
        public MergedSides applyTo(MergedSides sides) {
            return applyTo(sides, Map.of(), Set.of());
        }

        @Override
        public MergedSides applyTo(MergedSides sides, Map<String, byte[]> present, Set<String> closed) {
            boolean isOneRule = engine.settings().sessionMerger().isPresent() && !closed.isEmpty();
            Map<String, byte[]> content = sides.guest();
            Map<String, byte[]> emptied = new LinkedHashMap<>(content);
            Aside aside = sides.aside();
            left = new TreeSet<>();
            takenBack = new TreeSet<>();
            for (String name : carried(sides).keySet()) {
                if (isOneRule || closed.contains(name) || engine.isDeclaredElsewhere(name, content.get(name))) {
                    left.add(name);
                } else if (isThere(name, sides)) {
                    takenBack.add(name);
                    aside = aside.with(name, afterwards(aside.of(name)));
                    if (!isSetAside) {
                        StoredAttribute.putOrRemove(emptied, name, emptied(name, sides));
                    }
                }
            }
            return new MergedSides(emptied, sides.account(), aside);
        }

        private Aside.Side afterwards(Aside.Side before) {
            if (isSetAside) {
                return Aside.Side.GUEST;
            }
            return before == Aside.Side.ACCOUNT ? Aside.Side.NEITHER : before;
        }
    }
}
