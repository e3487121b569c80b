package dev.peruser;

import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the core itself keeps about a stored session. Immutable.
 *
 * @param createdAt when this incarnation was first saved
 * @param ownerHash the hash of the full owner's id, checked at each load
 * @param state whether it is in use, or claimed, moved, or erased
 * @param target who claimed it, or where it was moved
 * @param commits the ids of the latest commits, one for each version up to the present one
 * @param ledger which incarnations of other sessions were absorbed into this one and may still be found claimed
 * @param pending keys of sessions that are about to be claimed, or are claimed, by this one and not yet absorbed
 * @param unknown fields that a newer version wrote, kept as they are
 */
record Header(
        Instant createdAt,
        byte[] ownerHash,
        State state,
        @Nullable Target target,
        List<Commit> commits,
        List<Absorbed> ledger,
        List<String> pending,
        List<UnknownField> unknown) {

    /** The most commit ids that are kept; a retry that outlives them ends as "outcome unknown". */
    static final int MOST_COMMITS = 256;

    private static final Duration COMMITS_KEPT = Duration.ofSeconds(60);
    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(20);

    /** The life of a stored session. */
    enum State {
        ACTIVE(0),
        CLAIMED(1),
        MOVED(2),
        ERASED(3);

        /** In the stored form. */
        final int code;

        State(int code) {
            this.code = code;
        }
    }

    /**
     * Another session, as one that claims or has absorbed this one.
     *
     * @param inRecord whether it is kept in the user's own record instead of the store
     */
    record Target(String key, long incarnation, boolean inRecord) {
        boolean isOf(SessionKey other) {
            return key.equals(other.text());
        }
    }

    /** A commit and when it was made, for telling whether an unanswered save was made. */
    record Commit(long id, Instant at) {}

    /** An incarnation that was absorbed, and until when its claim can at most be found. */
    record Absorbed(long incarnation, Instant until) {}

    /** A field of the stored form that this version doesn't know. */
    record UnknownField(int tag, byte[] bytes) {}

    static Header fresh(Instant now, byte[] ownerHash) {
        return new Header(now, ownerHash, State.ACTIVE, null, List.of(), List.of(), List.of(), List.of());
    }

    boolean isActive() {
        return state == State.ACTIVE;
    }

    boolean hasAbsorbed(long incarnation) {
        return ledger.stream().anyMatch(absorbed -> absorbed.incarnation == incarnation);
    }

    /**
     * Whether a commit was made.
     *
     * @param expected the version that it was to replace, or null for none
     * @param present the version that this header was loaded with
     * @param firstSent when it was first sent
     * @return empty if that can no longer be told, because its id may have been among those that the cap forced out
     */
    Optional<Boolean> wasCommitted(
            long commitId, @Nullable SessionVersion expected, SessionVersion present, Instant firstSent) {
        if (commits.stream().anyMatch(commit -> commit.id == commitId)) {
            return Optional.of(true);
        }
        long made = expected == null ? 1 : expected.counter() + 1;
        boolean isSameIncarnation = expected == null || expected.incarnation() == present.incarnation();
        boolean isForgotten = present.counter() - commits.size() + 1 > made
                && !commits.isEmpty()
                && commits.get(0).at.isAfter(firstSent.minus(CLOCK_DIFFERENCE));
        return isSameIncarnation && isForgotten ? Optional.empty() : Optional.of(false);
    }

    /**
     * With the id of the commit that is being made, without those that no retry can ask for any more, up to the latest
     * of them.
     */
    Header committed(long commitId, Instant now) {
        Instant keptSince = now.minus(COMMITS_KEPT);
        int first = Math.max(0, commits.size() - MOST_COMMITS + 1);
        while (first + 1 < commits.size() && commits.get(first + 1).at.isBefore(keptSince)) {
            first++;
        }
        List<Commit> kept = new ArrayList<>(commits.subList(first, commits.size()));
        kept.add(new Commit(commitId, now));
        return new Header(createdAt, ownerHash, state, target, List.copyOf(kept), ledger, pending, unknown);
    }

    Header withState(State newState, @Nullable Target newTarget) {
        return new Header(createdAt, ownerHash, newState, newTarget, commits, ledger, pending, unknown);
    }

    Header withPending(String sourceKey) {
        if (pending.contains(sourceKey)) {
            return this;
        }
        List<String> longer = new ArrayList<>(pending);
        longer.add(sourceKey);
        return new Header(createdAt, ownerHash, state, target, commits, ledger, List.copyOf(longer), unknown);
    }

    Header withoutPending(String sourceKey) {
        List<String> shorter =
                pending.stream().filter(key -> !key.equals(sourceKey)).toList();
        return new Header(createdAt, ownerHash, state, target, commits, ledger, shorter, unknown);
    }

    Header withAbsorbed(Absorbed absorbed) {
        List<Absorbed> longer = new ArrayList<>(ledger);
        longer.add(absorbed);
        return new Header(createdAt, ownerHash, state, target, commits, List.copyOf(longer), pending, unknown);
    }

    Header withLedger(List<Absorbed> entries) {
        return new Header(createdAt, ownerHash, state, target, commits, List.copyOf(entries), pending, unknown);
    }
}
