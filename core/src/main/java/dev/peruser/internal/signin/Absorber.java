package dev.peruser.internal.signin;

import dev.peruser.ConflictException;
import dev.peruser.PerUserListener;
import dev.peruser.SessionLimitException;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.commit.CompareAndSet;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.session.LimitCheck;
import dev.peruser.internal.storage.Log;
import dev.peruser.internal.storage.MissingRecordException;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Absorbs one session, the source, into another, the target, exactly once, whatever runs in parallel, is repeated, or
 * is killed in the middle. A guest's session into the user's at sign-in; a surplus guest's into the oldest; an
 * account's into another.
 *
 * <ol>
 *   <li><b>Read</b> the source, then the target, and merge in memory. If a merge rule throws, nothing has happened.
 *   <li><b>Announce</b>: the target lists the source as pending, so that whoever erases or exports the target finds it.
 *   <li><b>Claim</b>: the source becomes "claimed by this version of the target", content kept, and the merge is
 *       recorded beside it. A claim is never undone; whoever finds one finishes it, for the target, showing nothing of
 *       it.
 *   <li><b>Absorb</b>: the target gets what is recorded, and the source's incarnation in its ledger, in one
 *       compare-and-set on the version that the claim names. On a conflict the source is read again, <em>then</em> the
 *       target, and if that has moved on, the merge is made and claimed anew. The source no longer claimed, or the
 *       ledger having it, means that somebody else did it. Another incarnation of the target means that it was erased:
 *       the source must not be inherited.
 *   <li><b>Release</b>: the source becomes a marker "moved", which keeps the record for a while. Entry and marker live
 *       as long as the record, so that late changes, erase and export find it.
 * </ol>
 *
 * <p>Each step is a compare-and-set; a step with an unknown outcome is looked at again before going on. Without
 * conflicts that is two loads and four saves. In the first round the claim itself shows that the source was unclaimed
 * after the target was read, so neither needs to be read again.
 */
public final class Absorber {
    private final EngineContext engine;
    private final CompareAndSet compareAndSet;
    private final AbsorbLedger ledger;
    private final MergeSteps steps;
    private final ClaimFinisher finisher;
    private final PostponedMerges failures = new PostponedMerges(System::nanoTime);

    public Absorber(EngineContext engine) {
        this.engine = engine;
        this.compareAndSet = new CompareAndSet(engine);
        this.ledger = new AbsorbLedger(engine);
        this.steps = new MergeSteps(engine);
        this.finisher = new ClaimFinisher(engine, ledger, steps);
    }

    /**
     * Absorbs a session.
     *
     * @param signInPlace where the sign-in happens that it is for
     * @param lastSeen called with the source as it was before this call took it, or as it was found if somebody else
     *     has taken it
     * @return the target as it was last seen, if this call read or saved it
     * @throws SessionLimitException if two sessions of a guest would be too large together; nothing has changed
     * @throws RuntimeException if a merge rule throws, or the store fails; calling again, or {@link #finish}, goes on
     *     where it ended
     */
    public Optional<Snapshot> absorb(
            SessionLocation source,
            SessionLocation target,
            Supplier<Optional<String>> signInPlace,
            Deadline deadline,
            Consumer<Snapshot> lastSeen) {
        PolicyAnswer policy = new PolicyAnswer(engine, signInPlace);
        for (int attempts = 1; ; attempts++) {
            Snapshot from = engine.storage().load(source, deadline);
            if (!from.isActive()) {
                finish(from, deadline);
                lastSeen.accept(from);
                return Optional.empty();
            }
            if (!from.header().pending().isEmpty()) {
                finishPending(from, deadline);
            } else {
                // Nobody finds its copies once it is gone itself.
                Optional<Snapshot> absorbed = ledger.releaseAbsorbed(from, deadline)
                        .flatMap(sure -> new Round(sure, policy, deadline).run(target));
                if (absorbed.isPresent()) {
                    lastSeen.accept(from);
                    return absorbed;
                }
            }
            AbsorbFailures.requireTime(deadline);
            // So that two that undo each other's steps fall out of step.
            engine.settings().randomSource().pause(attempts);
        }
    }

    /** Finishes the absorb of a session that was found claimed, if its target can be reached. */
    public void finish(Snapshot claimed, Deadline deadline) {
        finisher.finish(claimed, deadline);
    }

    /**
     * Does what may fail without failing the request, unless it failed a moment ago.
     *
     * @param key what it is about
     */
    public void attempt(SessionKey key, Runnable work) {
        if (!failures.isDue(key.text())) {
            return;
        }
        try {
            failures.attempt(key.text(), work);
        } catch (RuntimeException e) {
            postponed(e);
        }
    }

    /** The same for work that leads from a session to one to go on with: the same one if it fails. */
    public Snapshot attempt(Snapshot seen, UnaryOperator<Snapshot> work) {
        List<Snapshot> found = new ArrayList<>(List.of(seen));
        attempt(seen.location().key(), () -> found.set(0, work.apply(seen)));
        return found.get(0);
    }

    /** Reports that an absorb could not be made or finished now. */
    public void postponed(RuntimeException reason) {
        if (reason instanceof MissingRecordException) {
            Log.debug("a guest session waits for the record of its account", reason);
            return; // nothing fails: who registers and signs in within one transaction is not there yet
        }
        Log.warn(
                "peruser.merge-postponed: a guest session could not be carried over now; a later request will finish it",
                reason);
        engine.listener().absorbFailed(reason);
    }

    /** Whether something about a session is to be finished by whoever opens it. */
    public boolean isUnfinished(Snapshot session) {
        return session.isActive() && (!session.header().pending().isEmpty() || steps.areDecisionsDue(session));
    }

    /** Finishes what others left of merges into a session that is active. */
    public Snapshot settle(Snapshot session, Deadline deadline) {
        return decide(finishPending(session, deadline), deadline);
    }

    /** Decides what other versions left open in a session, if it is active and this one can. */
    Snapshot decide(Snapshot session, Deadline deadline) {
        return steps.decide(session, deadline);
    }

    /**
     * Finishes what the session's header lists as announced and not yet absorbed. What is announced again meanwhile
     * stays on the list: whoever does so is alive, and two that undo each other's steps would go on for ever.
     */
    public Snapshot finishPending(Snapshot session, Deadline deadline) {
        Snapshot current = session;
        for (String key : session.header().pending()) {
            if (current.isActive() && current.header().pending().contains(key)) {
                current = finishPending(current, key, deadline);
            }
        }
        return current;
    }

    private Snapshot finishPending(Snapshot session, String key, Deadline deadline) {
        SessionLocation source = engine.locations().ofKey(key);
        Snapshot from = engine.storage().load(source, deadline);
        if (from.isActive()) {
            // Only whoever presents its token may take it. A claim that is still on its way must not arrive any more.
            withdraw(from, deadline);
        } else if (from.isClaimed() && from.target().isOf(session.location().key())) {
            return finisher.resume(source, session.location(), deadline);
        } else {
            finish(from, deadline);
        }
        // Only if nobody has announced it again since it was looked at.
        Header header = engine.header(session).withoutPending(key);
        return compareAndSet
                .save(session, header, session.attributes(), engine.expiry(session), deadline)
                .orElseGet(() -> engine.storage().load(session.location(), deadline));
    }

    /** Saves the session as it is, so that whoever is about to claim it has to look at it again. */
    private void withdraw(Snapshot active, Deadline deadline) {
        Snapshot current = active;
        while (current.isActive()) {
            if (ledger.touch(current, deadline)) {
                return;
            }
            AbsorbFailures.requireTime(deadline);
            current = engine.storage().load(active.location(), deadline);
        }
        finish(current, deadline);
    }

    /** A first attempt to absorb an active source. */
    private final class Round {
        private final Snapshot from;
        private final PolicyAnswer policy;
        private final Deadline deadline;

        Round(Snapshot from, PolicyAnswer policy, Deadline deadline) {
            this.from = from;
            this.policy = policy;
            this.deadline = deadline;
        }

        /** Empty: the source changed meanwhile, begin again. */
        Optional<Snapshot> run(SessionLocation into) {
            Snapshot to = settled(into);
            if (to.location().key().equals(from.location().key())) {
                return Optional.of(to);
            }
            if (to.isLive() && to.header().hasAbsorbed(from.incarnation())) {
                // A store that lost the claim brought the source back.
                Optional<Snapshot> sure = ledger.confirmed(to, deadline);
                sure.ifPresent(target -> ledger.release(from, target.asTarget(), deadline));
                return sure;
            }
            AsideMerge.Result merge = steps.merged(to, from, policy.aside(to, from), deadline);
            SignInMerge.Merged merged = merge.merged();
            if (MergeSteps.isOneGuests(to, from)) {
                requireLive(to);
                LimitCheck.check(engine.settings().limits(), to.attributes(), merged.attributes());
            }
            String key = from.location().key().text();
            Optional<Snapshot> announced = compareAndSet.save(
                    to, engine.header(to).withPending(key), to.attributes(), engine.expiry(to), deadline);
            if (announced.isEmpty()) {
                return Optional.empty();
            }
            ledger.shortenLedger(announced.get(), deadline);
            Optional<Snapshot> claimed = steps.claim(from, announced.get(), merge, deadline);
            if (claimed.isEmpty()) {
                return Optional.empty();
            }
            Optional<Snapshot> absorbed = absorb(announced.get(), claimed.get(), merged);
            if (absorbed.isEmpty()) {
                return Optional.of(
                        finisher.resume(from.location(), announced.get().location(), deadline));
            }
            ledger.release(claimed.get(), claimed.get().target(), deadline);
            return absorbed;
        }

        private Optional<Snapshot> absorb(Snapshot to, Snapshot claimed, SignInMerge.Merged merged) {
            return MergeSteps.isOneGuests(to, claimed)
                    ? steps.absorbGuests(to, claimed, merged, deadline)
                    : steps.absorb(
                            to,
                            claimed,
                            steps.recorded(claimed, to).orElseThrow(),
                            PerUserListener.Absorption.AT_ONCE,
                            deadline);
        }

        /** The target, which must not itself be on its way into another. */
        private Snapshot settled(SessionLocation target) {
            Snapshot to = engine.storage().load(target, deadline);
            for (int links = 0;
                    links < Header.Target.MOST_LINKS
                            && (to.isClaimed() || to.isMovedAt(engine.storage().now()))
                            && !to.isOfOtherServers();
                    links++) {
                finish(to, deadline);
                SessionLocation further = engine.locations().of(to.target()).orElseThrow(AbsorbFailures::gone);
                to = engine.storage().load(further, deadline);
            }
            if (to.isMovedAt(engine.storage().now())) {
                throw AbsorbFailures.gone();
            }
            return to;
        }

        /**
         * The session that several of a guest's are brought together in names the tokens that its own is derived from.
         * {@link GuestGathering} knows them, and creates it. One created here would lack them, and nobody would find it
         * again.
         */
        private static void requireLive(Snapshot target) {
            if (!target.isLive()) {
                throw new ConflictException(
                        "the session that a guest's sessions are to be brought together in is missing;"
                                + " a later request will try again");
            }
        }
    }
}
