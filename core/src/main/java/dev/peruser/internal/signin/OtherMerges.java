package dev.peruser.internal.signin;

import dev.peruser.internal.codec.Header;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.record.Aside;
import dev.peruser.internal.record.MergeRecord;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What other merges into an account have met of attributes that a change of one of its merges reaches. */
final class OtherMerges {
    private final EngineContext engine;
    private final LateMerge merge;
    private final Snapshot account;
    private final Deadline deadline;

    OtherMerges(EngineContext engine, LateMerge merge, Snapshot account, Deadline deadline) {
        this.engine = engine;
        this.merge = merge;
        this.account = account;
        this.deadline = deadline;
    }

    /**
     * Those of some attributes to which it matters that another merge has met them.
     *
     * @param incarnation of the source whose merge is to change
     * @param isForPresent whether it is meant for what the account has now, whatever is set aside of it
     */
    Set<String> met(long incarnation, Set<String> reached, boolean isForPresent) {
        Set<String> met = new HashSet<>();
        if (reached.isEmpty()) {
            return met;
        }
        boolean isLater = false;
        for (Header.Absorbed entry : account.header().ledger()) {
            if (entry.incarnation() == incarnation) {
                isLater = true;
            } else {
                met.addAll(isLater ? metBy(entry, reached, isForPresent) : carriedBy(entry, reached));
            }
        }
        return met;
    }

    /** What a later merge has met by a rule of an order, or has put in place of what the account had. */
    private Set<String> metBy(Header.Absorbed later, Set<String> names, boolean isForPresent) {
        Optional<Snapshot> other = sourceOf(later);
        Aside aside = other.map(this::asideOf).orElse(Aside.NOTHING);
        boolean isAll = other.isEmpty() || engine.settings().sessionMerger().isPresent();
        return names.stream()
                .filter(name -> (aside.of(name).isWithoutAccounts() && !isForPresent)
                        || (merge.isOrdered(name)
                                && (isAll || other.orElseThrow().content().containsKey(name))))
                .collect(Collectors.toSet());
    }

    /** What of an earlier merge was carried, perhaps after this one. */
    private Set<String> carriedBy(Header.Absorbed earlier, Set<String> names) {
        Set<String> ordered = names.stream().filter(merge::isOrdered).collect(Collectors.toSet());
        if (ordered.isEmpty()) {
            return ordered;
        }
        Aside aside = sourceOf(earlier).map(this::asideOf).orElse(Aside.NOTHING);
        ordered.removeIf(name -> aside.of(name) != Aside.Side.CARRIED);
        return ordered;
    }

    private Aside asideOf(Snapshot marker) {
        return marker.mergeRecord(engine.codec()).map(MergeRecord::aside).orElse(Aside.NOTHING);
    }

    /** Empty if it isn't known any more what it had. */
    private Optional<Snapshot> sourceOf(Header.Absorbed entry) {
        if (entry.source() == null) {
            return Optional.empty(); // written by an older version
        }
        Snapshot source = engine.storage().load(engine.locations().ofKey(entry.source()), deadline);
        return Optional.of(source)
                .filter(found -> found.incarnation() == entry.incarnation()
                        && !found.content().isEmpty());
    }
}
