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
        return ledger(account).stream()
                .filter(entry -> entry.incarnation() == incarnation)
                .findFirst()
                .flatMap(this::marker);
    }

    /** All of them, in the order in which they were absorbed, once the account has what they record. */
    List<Snapshot> all(SessionLocation account) {
        List<Snapshot> markers = new ArrayList<>();
        for (Header.Absorbed entry : ledger(account)) {
            Optional<Snapshot> marker = marker(entry);
            marker.filter(found -> isAhead(found, entry)).ifPresent(this::bringHome);
            marker.ifPresent(markers::add);
        }
        return markers;
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
