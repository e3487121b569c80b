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
import java.time.Instant;
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
 * {@link RecordedChange} by which the merge doesn't leave it out any more; to drop it one by which it would not have
 * been there. So each is made once, by whoever asks next if it was cut short, whatever is repeated or killed.
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

    /** Merges it, all if nothing is named, and returns the names of what was merged. */
    public Set<String> carry(String id, Set<@Nullable String> names) {
        return change(id, new Carried(names));
    }

    /** Drops it, all if nothing is named, and returns the names of what was dropped. */
    public Set<String> drop(String id, Set<@Nullable String> names) {
        return change(id, new Dropped(names));
    }

    private Set<String> change(String id, Change change) {
        List<Long> merges = MergeReports.merges(id);
        Optional<Snapshot> marker = merges.size() == 1
                ? new MergeMarkers(engine, absorber, deadline).find(account, merges.get(0))
                : Optional.empty();
        boolean isOurs = marker.isPresent()
                && new RecordedChange(
                                engine, absorber, marker.get().location(), change, UnaryOperator.identity(), deadline)
                        .bring(marker.get(), engine.storage().newCommitId());
        return isOurs ? Set.copyOf(change.made) : Set.of();
    }

    /** Of some of what is set aside, or of all. */
    private abstract class Change implements RecordedChange.Change {
        final Set<String> made = new LinkedHashSet<>();
        private final Set<@Nullable String> names;

        Change(Set<@Nullable String> names) {
            this.names = names;
        }

        private Set<String> due(MergedSides sides) {
            Instant now = engine.storage().now();
            Set<String> due = new LinkedHashSet<>();
            due.addAll(StoredAttribute.unexpired(sides.aside().only(Aside.Side.GUEST, sides.guest()), now)
                    .keySet());
            due.addAll(StoredAttribute.unexpired(sides.aside().only(Aside.Side.ACCOUNT, sides.account()), now)
                    .keySet());
            due.removeIf(name -> !names.isEmpty() && !names.contains(name));
            return due;
        }

        @Override
        public boolean isMade(MergedSides sides) {
            return due(sides).isEmpty();
        }

        @Override
        public MergedSides applyTo(MergedSides sides) {
            return applyTo(sides, Map.of(), Set.of());
        }

        @Override
        public MergedSides applyTo(MergedSides sides, Map<String, byte[]> present, Set<String> closed) {
            made.clear();
            Map<String, byte[]> guest = new LinkedHashMap<>(sides.guest());
            Map<String, byte[]> account = new LinkedHashMap<>(sides.account());
            Aside aside = sides.aside();
            for (String name : due(sides)) {
                if (isPossible(name, sides, present, closed)) {
                    aside = aside.with(name, change(name, aside.of(name), guest, account, present));
                    made.add(name);
                }
            }
            return new MergedSides(guest, account, aside);
        }

        abstract boolean isPossible(String name, MergedSides sides, Map<String, byte[]> present, Set<String> closed);

        /** Changes one of what is set aside, and returns what is set aside of it then. */
        abstract Aside.Side change(
                String name,
                Aside.Side side,
                Map<String, byte[]> guest,
                Map<String, byte[]> account,
                Map<String, byte[]> present);
    }

    /**
     * The guest's is merged with what the account has now, so nothing can have come in between. The account's own is
     * merged as it would have been at the sign-in, and what was done since comes on top: where that hides it, it stays
     * set aside.
     */
    private final class Carried extends Change {
        private final boolean isOneRule = engine.settings().sessionMerger().isPresent();

        Carried(Set<@Nullable String> names) {
            super(names);
        }

        @Override
        public boolean isForPresent() {
            return true;
        }

        @Override
        boolean isPossible(String name, MergedSides sides, Map<String, byte[]> present, Set<String> closed) {
            boolean isOpen = isOneRule ? closed.isEmpty() : !closed.contains(name);
            return isOpen
                    && !engine.isDeclaredElsewhere(name, sides.guest().get(name))
                    && !engine.isDeclaredElsewhere(name, sides.account().get(name))
                    && !engine.isDeclaredElsewhere(name, present.get(name));
        }

        @Override
        Aside.Side change(
                String name,
                Aside.Side side,
                Map<String, byte[]> guest,
                Map<String, byte[]> account,
                Map<String, byte[]> present) {
            if (side == Aside.Side.ACCOUNT) {
                return Aside.Side.NEITHER;
            }
            if (!isOneRule) {
                StoredAttribute.putOrRemove(account, name, present.get(name));
            }
            return Aside.Side.CARRIED;
        }
    }

    private final class Dropped extends Change {
        Dropped(Set<@Nullable String> names) {
            super(names);
        }

        @Override
        boolean isPossible(String name, MergedSides sides, Map<String, byte[]> present, Set<String> closed) {
            return true;
        }

        /** What the guest still does to it is set aside again; the account has had the guest's since. */
        @Override
        Aside.Side change(
                String name,
                Aside.Side side,
                Map<String, byte[]> guest,
                Map<String, byte[]> account,
                Map<String, byte[]> present) {
            if (side == Aside.Side.ACCOUNT) {
                account.remove(name);
                return Aside.Side.ACCOUNT_DROPPED;
            }
            guest.remove(name);
            return side;
        }
    }
}
