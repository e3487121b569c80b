package dev.peruser.migration;

import dev.peruser.store.ClockedSessionStore;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionStore;
import dev.peruser.store.WrappingSessionStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What the time is by a store's clock; by the machine's if the store has none, or another was given. */
final class StoreTime {
    private final Optional<ClockedSessionStore> store;
    private final InstantSource machine;

    private StoreTime(Optional<ClockedSessionStore> store, InstantSource machine) {
        this.store = store;
        this.machine = machine;
    }

    static StoreTime of(SessionStore store, Optional<InstantSource> given) {
        return given.map(clock -> new StoreTime(Optional.empty(), clock))
                .orElseGet(() -> new StoreTime(
                        WrappingSessionStore.ability(store, ClockedSessionStore.class), InstantSource.system()));
    }

    Instant now(Deadline deadline) {
        return store.map(clocked -> clocked.time(deadline)).orElseGet(machine::instant);
    }

    /** Whether a time has come. The store is asked only if the machine says so. */
    boolean isPast(Instant time, Deadline deadline) {
        return !time.isAfter(machine.instant()) && (store.isEmpty() || !time.isAfter(now(deadline)));
    }
}
