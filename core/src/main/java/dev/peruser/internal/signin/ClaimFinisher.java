package dev.peruser.internal.signin;

import dev.peruser.PerUserListener;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.record.Aside;
import dev.peruser.internal.record.MergeRecord;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import java.util.Optional;

/** Finishes the absorb of a session that is found claimed, whoever has claimed it. */
final class ClaimFinisher {
    private final EngineContext engine;
    private final AbsorbLedger ledger;
    private final MergeSteps steps;

    ClaimFinisher(EngineContext engine, AbsorbLedger ledger, MergeSteps steps) {
        this.engine = engine;
        this.ledger = ledger;
        this.steps = steps;
    }

    /** Does nothing with a session that isn't claimed, or whose target can't be reached. */
    void finish(Snapshot claimed, Deadline deadline) {
        if (claimed.isClaimed()) {
            engine.locations().of(claimed.target()).ifPresent(target -> resume(claimed.location(), target, deadline));
        }
    }

    /**
     * Absorbs and releases a claimed source: reads both until one of them says that it is done. The source first, whose
     * claim names the version of the target that it is good for. A claim of one guest's names none: there the target is
     * read first, since it may have absorbed the source, and have forgotten that it did, after the source was read.
     */
    Snapshot resume(SessionLocation source, SessionLocation target, Deadline deadline) {
        boolean isOneGuests = source.isGuest() && target.isGuest();
        for (int attempts = 0; ; attempts++) {
            Snapshot first = engine.storage().load(isOneGuests ? target : source, deadline);
            Snapshot second = engine.storage().load(isOneGuests ? source : target, deadline);
            Snapshot from = isOneGuests ? second : first;
            Snapshot to = isOneGuests ? first : second;
            if (!from.isClaimed() || !from.target().isOf(to.location().key())) {
                return to;
            }
            boolean isSameTarget =
                    to.isLive() && to.incarnation() == from.target().incarnation();
            if (isSameTarget && to.isClaimed()) {
                finish(to, deadline);
            } else if (!isSameTarget) {
                ledger.discard(from, from.target(), deadline); // it was erased, and is not inherited
                return to;
            } else if (to.header().hasAbsorbed(from.incarnation())) {
                Optional<Snapshot> sure = ledger.confirmed(to, deadline);
                if (sure.isPresent()) {
                    ledger.release(from, from.target(), deadline);
                    return sure.get();
                }
            } else {
                Optional<Snapshot> absorbed =
                        ledger.confirmed(from, deadline).flatMap(sure -> absorbClaimed(to, sure, deadline));
                if (absorbed.isPresent()) {
                    return absorbed.get();
                }
            }
            AbsorbFailures.requireTime(deadline);
            if (attempts > 0) {
                engine.settings().randomSource().pause(attempts);
            }
        }
    }

    private Optional<Snapshot> absorbClaimed(Snapshot to, Snapshot found, Deadline deadline) {
        Snapshot from = found;
        Optional<Snapshot> absorbed;
        if (MergeSteps.isOneGuests(to, from)) {
            AsideMerge.Result merge = steps.merged(to, from, Aside.NOTHING, deadline);
            absorbed = steps.absorbGuests(to, from, merge.merged(), deadline);
        } else {
            Optional<MergeRecord> record = steps.recorded(from, to);
            if (record.isEmpty()) { // the target has moved on since
                // What is set aside was decided.
                AsideMerge.Result merge = steps.merged(to, from, steps.aside(from), deadline);
                Optional<Snapshot> anew = steps.claim(from, to, merge, deadline);
                if (anew.isEmpty()) {
                    return Optional.empty();
                }
                from = anew.get();
                record = steps.recorded(from, to);
            }
            absorbed = steps.absorb(to, from, record.orElseThrow(), PerUserListener.Absorption.LATER, deadline);
        }
        if (absorbed.isPresent()) {
            ledger.release(from, from.target(), deadline);
        }
        return absorbed;
    }
}
