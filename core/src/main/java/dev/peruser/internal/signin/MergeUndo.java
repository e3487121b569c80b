package dev.peruser.internal.signin;

import dev.peruser.Attribute;
import dev.peruser.MergeReport;
import dev.peruser.MergeReport.UndoOutcome;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.record.MergeReports;
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
     */
    public MergeReport.Undo undo(SessionLocation account, String undoId, Deadline deadline) {
        Set<String> takenBack = new TreeSet<>();
        Set<String> left = new TreeSet<>();
        boolean isKnown = false;
        for (long incarnation : MergeReports.merges(undoId)) {
            Optional<Snapshot> marker = marker(account, incarnation, deadline);
            if (marker.isPresent()) {
                isKnown = true;
                Emptied emptied = new Emptied();
                SessionLocation source = marker.get().location();
                new RecordedChange(engine, absorber, source, emptied, UnaryOperator.identity(), deadline)
                        .bring(marker.get(), engine.storage().newCommitId());
                takenBack.addAll(emptied.takenBack);
                left.addAll(emptied.left);
            }
        }
        if (!isKnown) {
            return UNKNOWN;
        }
        left.removeAll(takenBack);
        UndoOutcome outcome = takenBack.isEmpty() && left.isEmpty() ? UndoOutcome.UNDONE_BEFORE : UndoOutcome.UNDONE;
        return new MergeReport.Undo(outcome, Set.copyOf(takenBack), Set.copyOf(left));
    }

    /** The guest's session with the record of the merge, if the account has absorbed it and that is still known. */
    private Optional<Snapshot> marker(SessionLocation account, long incarnation, Deadline deadline) {
        Snapshot to = absorber.settle(engine.storage().load(account, deadline), deadline);
        @Nullable String source = to.isActive()
                ? to.header().absorbed(incarnation).map(Header.Absorbed::source).orElse(null)
                : null;
        if (source == null) {
            return Optional.empty();
        }
        Snapshot found = engine.storage().load(engine.locations().ofKey(source), deadline);
        if (found.isClaimed()) {
            absorber.finish(found, deadline);
            found = engine.storage().load(found.location(), deadline);
        }
        return found.ofIncarnation(incarnation)
                .filter(marker -> marker.isMovedAt(engine.storage().now()))
                .filter(marker -> marker.mergeRecord(engine.codec()).isPresent());
    }

    /** The content of a guest's session without what a sign-in carries. */
    private final class Emptied implements RecordedChange.Change {
        private Set<String> takenBack = Set.of();
        private Set<String> left = Set.of();

        @Override
        public boolean isMade(Map<String, byte[]> content) {
            return content.entrySet().stream()
                    .noneMatch(entry -> Attribute.isCarried(entry.getKey())
                            && !Arrays.equals(entry.getValue(), merge.emptied(entry.getKey(), entry.getValue())));
        }

        @Override
        public Map<String, byte[]> applyTo(Map<String, byte[]> content) {
            return applyTo(content, Set.of());
        }

        @Override
        public Map<String, byte[]> applyTo(Map<String, byte[]> content, Set<String> closed) {
            boolean isOneRule = engine.settings().sessionMerger().isPresent() && !closed.isEmpty();
            Map<String, byte[]> emptied = new LinkedHashMap<>(content);
            left = new TreeSet<>();
            takenBack = new TreeSet<>();
            for (String name : content.keySet()) {
                if (!Attribute.isCarried(name)) {
                    continue;
                }
                byte @Nullable [] nothing = merge.emptied(name, content.get(name));
                if (isOneRule || closed.contains(name) || engine.isDeclaredElsewhere(name, content.get(name))) {
                    left.add(name);
                } else if (nothing == null) {
                    takenBack.add(name);
                    emptied.remove(name);
                } else if (!Arrays.equals(nothing, content.get(name))) {
                    takenBack.add(name);
                    emptied.put(name, nothing);
                }
            }
            return emptied;
        }
    }
}
