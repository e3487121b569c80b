package dev.peruser.internal.signin;

import dev.peruser.MergeReport;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.record.Aside;
import dev.peruser.internal.record.KeptForm;
import dev.peruser.internal.record.MergeRecord;
import dev.peruser.internal.record.MergeReports;
import dev.peruser.internal.record.MergedSides;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What was set aside of an account's merges: it stands where the merge is recorded. To carry it is a
 * {@link RecordedChange} by which the merge would not have left it out; to drop it one by which it would not have been
 * there. So each is made once, by whoever asks next if it was cut short, whatever is repeated or killed, and what the
 * account did since comes on top.
 */
public final class SetAsides {
    private final EngineContext engine;
    private final Absorber absorber;
    private final SessionLocation account;
    private final Deadline deadline;

    public SetAsides(EngineContext engine, Absorber absorber, SessionLocation account, Deadline deadline) {
        this.engine = engine;
        this.absorber = absorber;
        this.account = account;
        this.deadline = deadline;
    }

    /** All, the oldest first. */
    public List<MergeReport.SetAside> list() {
        return new MergeMarkers(engine, absorber, deadline)
                .all(account).stream().flatMap(marker -> read(marker).stream()).toList();
    }

    private Optional<MergeReport.SetAside> read(Snapshot marker) {
        MergeRecord record = marker.mergeRecord(engine.codec()).orElseThrow();
        MergedSides sides = record.sides(marker.content());
        Map<String, @Nullable Object> ofGuest = plain(sides.aside().only(Aside.Side.GUEST, sides.guest()));
        Map<String, @Nullable Object> ofAccount = plain(sides.aside().only(Aside.Side.ACCOUNT, sides.account()));
        if (ofGuest.isEmpty() && ofAccount.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MergeReport.SetAside(
                MergeReports.id(marker.incarnation()),
                MergeReports.read(record.report(), engine.codec()).mergedAt(),
                marker.expiresAt(),
                sides.aside().isUndecided(),
                ofGuest,
                ofAccount,
                engine.codec()::convert));
    }

    private Map<String, @Nullable Object> plain(Map<String, byte[]> stored) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        StoredAttribute.unexpired(stored, engine.storage().now())
                .forEach((name, bytes) -> values.put(name, KeptForm.plain(name, bytes, engine.codec())));
        return Collections.unmodifiableMap(values);
    }

    /** Merges it, and returns the names of what was merged. */
    public Set<String> carry(String id, Collection<String> names) {
        return change(id, new Carried(names));
    }

    /** Drops it, and returns the names of what was dropped. */
    public Set<String> drop(String id, Collection<String> names) {
        return change(id, new Dropped(names));
    }

    private Set<String> change(String id, Change change) {
        List<Long> merges = MergeReports.merges(id);
        if (merges.size() != 1) {
            return Set.of();
        }
        new MergeMarkers(engine, absorber, deadline)
                .find(account, merges.get(0))
                .ifPresent(marker -> {
                    SessionLocation source = marker.location();
                    new RecordedChange(engine, absorber, source, change, UnaryOperator.identity(), deadline)
                            .bring(marker, engine.storage().newCommitId());
                });
        return Set.copyOf(change.made);
    }

    /** Of some of what is set aside, or of all. */
    private abstract static class Change implements RecordedChange.Change {
        final Set<String> made = new LinkedHashSet<>();
        private final Set<String> names;

        Change(Collection<String> names) {
            this.names = Set.copyOf(names);
        }

        Set<String> due(MergedSides sides) {
            Set<String> due = new LinkedHashSet<>();
            due.addAll(sides.aside().only(Aside.Side.GUEST, sides.guest()).keySet());
            due.addAll(sides.aside().only(Aside.Side.ACCOUNT, sides.account()).keySet());
            due.removeIf(name -> !names.isEmpty() && !names.contains(name));
            return due;
        }

        @Override
        public boolean isMade(MergedSides sides) {
            return due(sides).isEmpty();
        }

        @Override
        public MergedSides applyTo(MergedSides sides) {
            return applyTo(sides, Set.of());
        }

        @Override
        public MergedSides applyTo(MergedSides sides, Set<String> closed) {
            made.clear();
            MergedSides changed = sides;
            for (String name : due(sides)) {
                if (isPossible(name, sides, closed)) {
                    changed = without(name, changed);
                    made.add(name);
                }
            }
            return changed;
        }

        abstract boolean isPossible(String name, MergedSides sides, Set<String> closed);

        abstract MergedSides without(String name, MergedSides sides);
    }

    private final class Carried extends Change {
        Carried(Collection<String> names) {
            super(names);
        }

        @Override
        boolean isPossible(String name, MergedSides sides, Set<String> closed) {
            boolean isOneRule = engine.settings().sessionMerger().isPresent() && !closed.isEmpty();
            return !isOneRule
                    && !closed.contains(name)
                    && !engine.isDeclaredElsewhere(name, sides.guest().get(name))
                    && !engine.isDeclaredElsewhere(name, sides.account().get(name));
        }

        @Override
        MergedSides without(String name, MergedSides sides) {
            return new MergedSides(sides.guest(), sides.account(), sides.aside().with(name, Aside.Side.NEITHER));
        }
    }

    private static final class Dropped extends Change {
        Dropped(Collection<String> names) {
            super(names);
        }

        @Override
        boolean isPossible(String name, MergedSides sides, Set<String> closed) {
            return true;
        }

        /** What the guest still does to it is set aside again; the account has had the guest's since. */
        @Override
        MergedSides without(String name, MergedSides sides) {
            Map<String, byte[]> guest = new LinkedHashMap<>(sides.guest());
            Map<String, byte[]> account = new LinkedHashMap<>(sides.account());
            if (sides.aside().of(name) == Aside.Side.GUEST) {
                guest.remove(name);
                return new MergedSides(guest, account, sides.aside());
            }
            account.remove(name);
            return new MergedSides(guest, account, sides.aside().with(name, Aside.Side.NEITHER));
        }
    }
}
