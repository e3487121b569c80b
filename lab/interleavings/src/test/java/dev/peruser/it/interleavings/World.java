package dev.peruser.it.interleavings;

import java.util.Arrays;

/**
 * A state: what is stored, what each actor has been through, a save that is still on its way, the time, and what may
 * still go wrong. Immutable.
 *
 * @param stored the number of the session under each key
 * @param inFlight a save whose sender has given up, or null
 * @param trouble what may still go wrong
 */
record World(int[] stored, History[] actors, Call inFlight, long time, Trouble trouble) {

    /**
     * What may still go wrong.
     *
     * @param failures how many calls may fail
     * @param leaps how many times much time may pass at once
     * @param purges how many times expired sessions may be purged
     * @param dead which actors don't act any more, as bits: their deadline has passed
     */
    record Trouble(int failures, int leaps, int purges, int dead) {}

    World withStored(int key, int session) {
        int[] changed = Arrays.copyOf(stored, Math.max(stored.length, key + 1));
        changed[key] = session;
        return new World(changed, actors, inFlight, time, trouble);
    }

    int storedAt(int key) {
        return key < stored.length ? stored[key] : Sessions.NONE;
    }

    World withActor(int actor, History history) {
        History[] changed = actors.clone();
        changed[actor] = history;
        return new World(stored, changed, inFlight, time, trouble);
    }

    World withInFlight(Call call) {
        return new World(stored, actors, call, time, trouble);
    }

    World withTrouble(Trouble left) {
        return new World(stored, actors, inFlight, time, left);
    }

    boolean isDead(int actor) {
        return (trouble.dead & (1 << actor)) != 0;
    }

    /** Whether the actor has begun and not finished: if it never goes on, its process crashed here. */
    boolean isUnderWay(int actor) {
        return actors[actor].isBegun() && !actors[actor].isFinished();
    }

    int underWay() {
        int count = 0;
        for (int actor = 0; actor < actors.length; actor++) {
            count += isUnderWay(actor) ? 1 : 0;
        }
        return count;
    }

    /** The state in numbers, equal for equal states. */
    int[] numbers() {
        int known = stored.length;
        while (known > 0 && stored[known - 1] == Sessions.NONE) {
            known--;
        }
        int[] numbers = new int[actors.length + 7 + known];
        int n = 0;
        for (History actor : actors) {
            numbers[n++] = actor.number();
        }
        numbers[n++] = trouble.failures;
        numbers[n++] = trouble.leaps;
        numbers[n++] = trouble.purges;
        numbers[n++] = trouble.dead;
        numbers[n++] = inFlight == null ? -1 : inFlight.key();
        numbers[n++] = inFlight == null ? -1 : inFlight.next();
        numbers[n++] = inFlight == null ? 0 : inFlight.expected().hashCode();
        System.arraycopy(stored, 0, numbers, n, known);
        return numbers;
    }
}
