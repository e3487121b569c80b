package dev.peruser.test;

import dev.peruser.store.GuestKey;
import dev.peruser.store.SessionKey;
import java.util.concurrent.atomic.AtomicInteger;

/** What reached a store, by whose sessions it was about. Safe for use by many threads. */
final class StoreCounts {
    private final Count loads = new Count("load");
    private final Count saves = new Count("save");
    private final Count deletes = new Count("delete");
    private final AtomicInteger pauses = new AtomicInteger();

    /** How often one kind of call was made. */
    final class Count {
        private final String name;
        private final AtomicInteger ofGuests = new AtomicInteger();
        private final AtomicInteger ofUsers = new AtomicInteger();

        private Count(String name) {
            this.name = name;
        }

        void add(SessionKey key) {
            if (pauses.get() == 0) {
                (key instanceof GuestKey ? ofGuests : ofUsers).incrementAndGet();
            }
        }

        int number() {
            return ofGuests.get() + ofUsers.get();
        }

        private void forget() {
            ofGuests.set(0);
            ofUsers.set(0);
        }

        @Override
        public String toString() {
            int number = number();
            String words = number + " " + name + (number == 1 ? "" : "s");
            return number == 0 ? words : words + " (" + ofGuests + " of guests' sessions, " + ofUsers + " of users')";
        }
    }

    Count loads() {
        return loads;
    }

    Count saves() {
        return saves;
    }

    Count deletes() {
        return deletes;
    }

    void forget() {
        loads.forget();
        saves.forget();
        deletes.forget();
    }

    void pause() {
        pauses.incrementAndGet();
    }

    void resume() {
        pauses.decrementAndGet();
    }

    @Override
    public String toString() {
        return loads + ", " + saves + ", " + deletes;
    }
}
