package dev.peruser.internal.signin;

import dev.peruser.internal.codec.Header;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Finds the sessions that an account has absorbed and that still have the record of their merge. */
final class MergeMarkers {
    private final EngineContext engine;
    private final Absorber absorber;
    private final Deadline deadline;

    MergeMarkers(EngineContext engine, Absorber absorber, Deadline deadline) {
        this.engine = engine;
        this.absorber = absorber;
        this.deadline = deadline;
    }

    /** One of them. */
    Optional<Snapshot> find(SessionLocation account, long incarnation) {
        return find(ledger(account), incarnation, 0);
    }

    private Optional<Snapshot> find(List<Header.Absorbed> ledger, long incarnation, int links) {
        Optional<Header.Absorbed> own = ledger.stream()
                .filter(entry -> entry.incarnation() == incarnation)
                .findFirst();
        if (own.isPresent()) {
            return marker(own.get());
        }
        for (Header.Absorbed entry : ledger) {
            Optional<Snapshot> found = ofAccount(entry)
                    .filter(joined -> links < Header.Target.MOST_LINKS)
                    .flatMap(joined -> find(joined.header().ledger(), incarnation, links + 1));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** An account that was joined into this one: its marker still names what it had absorbed. */
    private Optional<Snapshot> ofAccount(Header.Absorbed entry) {
        boolean isAccounts = entry.source() != null
                && !engine.locations().ofKey(entry.source()).isGuest();
        return isAccounts ? marker(entry) : Optional.empty();
    }

    /**
     * All of them, in the order in which they were absorbed, once the account has what they record. What an account had
     * absorbed that was joined into this one comes before it.
     */
    List<Snapshot> all(SessionLocation account) {
        List<Snapshot> markers = new ArrayList<>();
        collect(ledger(account), 0, markers);
        return markers;
    }

    private void collect(List<Header.Absorbed> ledger, int links, List<Snapshot> markers) {
        for (Header.Absorbed entry : ledger) {
            Optional<Snapshot> marker = marker(entry);
            marker.filter(found -> isAhead(found, entry)).ifPresent(this::bringHome);
            marker.filter(found -> !found.location().isGuest() && links < Header.Target.MOST_LINKS)
                    .ifPresent(joined -> collect(joined.header().ledger(), links + 1, markers));
            marker.ifPresent(markers::add);
        }
    }

    private boolean isAhead(Snapshot marker, Header.Absorbed entry) {
        return marker.mergeRecord(engine.codec())
                .filter(record -> record.number() > entry.number())
                .isPresent();
    }

    /** Somebody was stopped between the two saves of a change. */
    private void bringHome(Snapshot marker) {
        new RecordedChange(engine, absorber, marker.location(), RecordedChange.NONE, UnaryOperator.identity(), deadline)
                .bring(marker, engine.storage().newCommitId());
    }

    private List<Header.Absorbed> ledger(SessionLocation account) {
        Snapshot session = absorber.settle(engine.storage().load(account, deadline), deadline);
        return session.isActive() ? session.header().ledger() : List.of();
    }

    private Optional<Snapshot> marker(Header.Absorbed entry) {
        if (entry.source() == null) {
            return Optional.empty(); // written by an older version
        }
        Snapshot found = engine.storage().load(engine.locations().ofKey(entry.source()), deadline);
        if (found.isClaimed()) {
            absorber.finish(found, deadline);
            found = engine.storage().load(found.location(), deadline);
        }
        return found.ofIncarnation(entry.incarnation())
                .filter(marker -> marker.isMovedAt(engine.storage().now()))
                .filter(marker -> marker.mergeRecord(engine.codec()).isPresent());
    }
}
