package dev.peruser.internal.codec;

import dev.peruser.store.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the core itself keeps about a stored session. Times are kept to the millisecond, as they are stored. Immutable.
 *
 * @param createdAt when this incarnation was first saved
 * @param ownerHash the hash of the full owner's id, checked at each load
 * @param state whether it is in use, or claimed, moved, or erased
 * @param target who claimed it, or where it was moved
 * @param commits the latest commit of each writer of the last 90 seconds, and of the last eight writers, oldest first
 * @param ledger which incarnations of other sessions were absorbed into this one and may still be found claimed
 * @param pending keys of sessions that are about to be claimed, or are claimed, by this one and not yet absorbed
 * @param erasedAt when the session that was here before was erased, if its tombstone was still there
 * @param derivedFrom the short names of the guest tokens that this guest's token was derived from; empty for a token of
 *     its own
 * @param derivedInto keys of guests' sessions whose tokens were derived from this one's: their content may be out of
 *     reach without it
 * @param unknown fields that a newer version wrote, kept as they are
 */
public record Header(
        Instant createdAt,
        byte[] ownerHash,
        State state,
        @Nullable Target target,
        List<Commit> commits,
        List<Absorbed> ledger,
        List<String> pending,
        @Nullable Instant erasedAt,
        List<String> derivedFrom,
        List<String> derivedInto,
        List<UnknownField> unknown) {

    /** Shortens the times. */
    public Header {
        createdAt = toMillis(createdAt);
        erasedAt = erasedAt == null ? null : toMillis(erasedAt);
    }

    private static Instant toMillis(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * The most sessions that one of a guest may be about to go into: each is a set of cookies that a request came with.
     */
    public static final int MOST_DERIVED = 32;

    /** The most writers whose latest commits are kept; a retry that outlives its own ends as "outcome unknown". */
    public static final int MOST_WRITERS = 64;

    /** The latest writers are kept whatever their age: who forgets one may have a clock that is far ahead. */
    private static final int WRITERS_ALWAYS_KEPT = 8;

    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(20);

    /** Longer than any retry lasts, a minute, by whatever clock the one who forgets it goes. */
    private static final Duration COMMITS_KEPT = CLOCK_DIFFERENCE.plusSeconds(70);

    /** The life of a stored session. */
    public enum State {
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
    public record Target(String key, long incarnation, boolean inRecord) {
        /** How often a session may have gone further before whoever looks for it gives up. */
        public static final int MOST_LINKS = 8;

        public boolean isGuests() {
            return key.startsWith("g:");
        }

        public boolean isOf(SessionKey other) {
            return key.equals(other.text());
        }
    }

    /**
     * Names a commit before it is first sent. A writer saves a session with one thread at a time, so its latest commit
     * is all that need be kept of it.
     *
     * @param writer an engine of a process
     * @param sequence its commits one by one
     */
    public record CommitId(long writer, long sequence) {}

    /** A writer's latest commit and when it was made, for telling whether an unanswered save was made. */
    public record Commit(CommitId id, Instant at) {
        public Commit {
            at = toMillis(at);
        }
    }

    /**
     * An incarnation that was absorbed, and until when its claim, or the record of the merge, can at most be found.
     *
     * @param source the key that it is stored under, so that erase finds it; null if an older version wrote the entry
     * @param number what of the record of the merge this session has; 0 if there is none
     */
    public record Absorbed(
            long incarnation, Instant until, @Nullable String source, int number) {
        public Absorbed {
            until = toMillis(until);
        }

        /** Of a merge that nothing is recorded about. */
        public Absorbed(long incarnation, Instant until, @Nullable String source) {
            this(incarnation, until, source, 0);
        }
    }

    /** A field of the stored form that this version doesn't know. */
    public record UnknownField(int tag, byte[] bytes) {}

    public static Header fresh(Instant now, byte[] ownerHash) {
        return new Header(
                now,
                ownerHash,
                State.ACTIVE,
                null,
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of(),
                List.of());
    }

    /** Of the same user under another name. */
    public Header withOwnerHash(byte[] hash) {
        return changed(copy -> copy.ownerHash = hash);
    }

    public Header withErasedAt(@Nullable Instant time) {
        return changed(copy -> copy.erasedAt = time);
    }

    public Header withDerivedFrom(List<String> tokens) {
        return changed(copy -> copy.derivedFrom = List.copyOf(tokens));
    }

    public boolean isActive() {
        return state == State.ACTIVE;
    }

    /** Whether it is the marker of a session that went to another place, where it has the same key. */
    public boolean hasChangedPlace(SessionKey own) {
        return state == State.MOVED && target != null && target.isOf(own);
    }

    public boolean hasAbsorbed(long incarnation) {
        return absorbed(incarnation).isPresent();
    }

    /** The entry of an absorbed incarnation. */
    public Optional<Absorbed> absorbed(long incarnation) {
        return ledger.stream().filter(entry -> entry.incarnation == incarnation).findFirst();
    }

    /**
     * Whether a commit was made. Only to be asked while no other thread of the commit's process can save the session.
     *
     * @param firstSent when it was first sent
     * @return empty if that can no longer be told, because its writer may be among those that the cap forced out
     */
    public Optional<Boolean> wasCommitted(CommitId id, Instant firstSent) {
        if (commits.stream().anyMatch(commit -> commit.id.equals(id))) {
            return Optional.of(true);
        }
        boolean isForgotten = commits.size() >= MOST_WRITERS
                && commits.get(0).at.isAfter(firstSent.minus(CLOCK_DIFFERENCE))
                && commits.stream().noneMatch(commit -> commit.id.writer == id.writer);
        return isForgotten ? Optional.empty() : Optional.of(false);
    }

    /** With the commit that is being made as its writer's latest, without those that no retry can ask for any more. */
    public Header committed(CommitId id, Instant now) {
        Instant keptSince = now.minus(COMMITS_KEPT);
        List<Commit> kept = new ArrayList<>(commits.size() + 1);
        for (int i = 0; i < commits.size(); i++) {
            Commit commit = commits.get(i);
            boolean isAlwaysKept = i >= commits.size() - WRITERS_ALWAYS_KEPT;
            if (commit.id.writer != id.writer && (isAlwaysKept || commit.at.isAfter(keptSince))) {
                kept.add(commit);
            }
        }
        if (kept.size() == MOST_WRITERS) {
            kept.remove(0);
        }
        kept.add(new Commit(id, now));
        return withCommits(kept);
    }

    public Header withCommits(List<Commit> made) {
        return changed(copy -> copy.commits = List.copyOf(made));
    }

    /**
     * Of a session that guests' tokens were derived from, in order to bring several together in theirs.
     *
     * @param derivedKeys at most {@link #MOST_DERIVED}: nobody may be forgotten who may still move something
     */
    public Header withDerivedInto(List<String> derivedKeys) {
        return changed(copy -> copy.derivedInto = List.copyOf(derivedKeys));
    }

    public Header withState(State newState, @Nullable Target newTarget) {
        return changed(copy -> {
            copy.state = newState;
            copy.target = newTarget;
        });
    }

    public Header withPending(String sourceKey) {
        if (pending.contains(sourceKey)) {
            return this;
        }
        List<String> longer = new ArrayList<>(pending);
        longer.add(sourceKey);
        return withPending(longer);
    }

    /** With these keys as the pending ones. */
    public Header withPending(Collection<String> keys) {
        return changed(copy -> copy.pending = List.copyOf(keys));
    }

    public Header withoutPending(String sourceKey) {
        return withPending(
                pending.stream().filter(key -> !key.equals(sourceKey)).toList());
    }

    public Header withAbsorbed(Absorbed absorbed) {
        List<Absorbed> longer = new ArrayList<>(ledger);
        longer.add(absorbed);
        return withLedger(longer);
    }

    /** With an entry in the place of the one of the same incarnation, if there is one. */
    public Header withAbsorbedAgain(Absorbed absorbed) {
        return withLedger(ledger.stream()
                .map(entry -> entry.incarnation == absorbed.incarnation ? absorbed : entry)
                .toList());
    }

    public Header withLedger(List<Absorbed> entries) {
        return changed(copy -> copy.ledger = List.copyOf(entries));
    }

    private Header changed(Consumer<HeaderCopy> change) {
        HeaderCopy copy = new HeaderCopy(this);
        change.accept(copy);
        return copy.header();
    }
}
