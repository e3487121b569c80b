package dev.peruser.it.soak;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What must be, may be, and must not be, after all that the devices were told.
 *
 * <ol>
 *   <li>An item that was acknowledged is shown to its owner by every read that begins afterwards, until somebody begins
 *       to take it away. Whether a device's guest items are with the guest or already with a user is not predicted;
 *       they are looked for when nothing else happens.
 *   <li>No read shows an item twice, or one whose taking was acknowledged before, or one that was refused.
 *   <li>A user sees items of that user, and of guests on devices on which that user has signed in; a guest those of the
 *       device's guests.
 *   <li>A quantity that is shown is one that was set and that no later, acknowledged one has overwritten.
 *   <li>An account that has a home of its own keeps it: no guest's takes its place.
 *   <li>Marks and clicks: see {@link Marks}.
 *   <li>List, map, list of equal elements and counter, which are changed together, agree in every read.
 *   <li>When nothing else happens, each item is with one owner at most, and each acknowledged one that was not taken is
 *       there. An item of unknown outcome is settled then, for ever.
 * </ol>
 *
 * <p>With near caches, what <em>others</em> did may be seen later by the age of a copy; with lagging reads all may be,
 * by the lag. A device that presents the cookies of a guest who has signed in since is shown nothing that the sign-in
 * carried.
 *
 * <p>Safe for use by many threads, but for {@link #settle}.
 */
final class Model {
    private static final long FLASH_GRACE_MILLIS = 500;

    /** What can be wrong. */
    enum Violation {
        LOST,
        DOUBLED,
        RESURRECTED,
        FOREIGN,
        UNEXPLAINED
    }

    /** Nanoseconds, each time another one. */
    private final AtomicLong clock = new AtomicLong();

    private final long begun = System.nanoTime();
    private final Trouble trouble;
    private final AtomicLong operations = new AtomicLong();
    private final Map<Long, Item> items = new ConcurrentHashMap<>();
    private final Map<String, Set<Long>> mustSee = new ConcurrentHashMap<>();
    private final Map<Long, Long> archived = new ConcurrentHashMap<>();
    private final Set<String> signIns = ConcurrentHashMap.newKeySet();
    private final Map<Long, Long> flashes = new ConcurrentHashMap<>();
    /** Since when accounts have a home of their own. */
    private final Map<String, Long> homes = new ConcurrentHashMap<>();
    /** By visitor: what is wrong stays wrong, and counts once. */
    private final Map<String, Integer> imbalances = new ConcurrentHashMap<>();

    private final Marks marks;
    private final Set<String> doubled = ConcurrentHashMap.newKeySet();
    private final Map<Violation, AtomicLong> violations = new EnumMap<>(Violation.class);
    private final List<String> messages = new ArrayList<>();
    private final Set<Long> gone = new HashSet<>();

    Model(Trouble trouble) {
        this.trouble = trouble;
        this.marks = new Marks(this);
        for (Violation violation : Violation.values()) {
            violations.put(violation, new AtomicLong());
        }
    }

    long now() {
        return clock.updateAndGet(last -> Math.max(last + 1, System.nanoTime() - begun));
    }

    /** Whatever was answered before this, a read that begins now must know, whoever did it. */
    long knownToAll(long started) {
        return knownToDevice(started) - trouble.nearCache().toNanos();
    }

    /** Whatever a device was told before this, its own read that begins now must know. */
    long knownToDevice(long started) {
        return started - trouble.lag().toNanos();
    }

    long known(long started, String reader, String doer) {
        return reader.equals(doer) ? knownToDevice(started) : knownToAll(started);
    }

    /** Whether loads may show what was before. */
    boolean isLagging() {
        return !trouble.lag().isZero();
    }

    /** What was marked and clicked. */
    Marks marks() {
        return marks;
    }

    /** The number of a new operation: unique for ever. */
    long nextOperation() {
        return operations.incrementAndGet();
    }

    long violations(Violation violation) {
        return violations.get(violation).get();
    }

    boolean isViolated() {
        return violations.values().stream().anyMatch(count -> count.get() > 0);
    }

    synchronized List<String> messages() {
        return List.copyOf(messages);
    }

    void violated(Violation violation, String message) {
        violations.get(violation).incrementAndGet();
        synchronized (this) {
            if (messages.size() < 40) {
                messages.add(violation + ": " + message);
            }
        }
    }

    // ---- what devices do

    Item adding(long operation) {
        Item item = new Item();
        items.put(operation, item);
        return item;
    }

    /**
     * An addition was answered.
     *
     * @param visitor who was the visitor when it was added, empty if nobody knows
     */
    void added(long operation, Item item, Item.Fate fate, String visitor, String device) {
        item.addedOn = device;
        if (fate == Item.Fate.ACKNOWLEDGED && !visitor.startsWith("g")) {
            item.owner = visitor;
        }
        item.addAnswered = now();
        item.fate = fate;
        if (!item.owner.isEmpty() && fate == Item.Fate.ACKNOWLEDGED) {
            seenBy(visitor).add(operation);
        }
    }

    /** An addition was acknowledged on a server that knows homes. */
    void atHome(String visitor) {
        if (!visitor.isEmpty() && !visitor.startsWith("g")) {
            homes.putIfAbsent(visitor, now());
        }
    }

    private Set<Long> seenBy(String owner) {
        return mustSee.computeIfAbsent(owner, key -> ConcurrentHashMap.newKeySet());
    }

    Item item(String id) {
        return items.get(operation(id));
    }

    static long operation(String id) {
        return Long.parseLong(id.substring(0, id.indexOf('@')));
    }

    private static String tag(String id) {
        return id.substring(id.indexOf('@') + 1);
    }

    void signingIn(String device, String user) {
        signIns.add(device + " " + user);
    }

    /** An order was acknowledged to be archived. */
    void archived(String order) {
        archived.put(operation(order), now());
    }

    void flashed(long operation) {
        flashes.put(operation, System.currentTimeMillis());
    }

    // ---- what devices see

    /** A read by a device that began at a time, by the clock here and by that of the wall. */
    void check(Reading reading, String device, long started, long startedAtMillis) {
        String visitor = reading.visitor();
        Set<String> once = new HashSet<>();
        for (String id : reading.items()) {
            if (!once.add(id) && doubled.add(id)) {
                violated(Violation.DOUBLED, id + " twice in a read of " + visitor);
            }
            checkSeen(id, reading, device, started);
        }
        reading.cart().forEach((id, quantity) -> {
            Item item = item(id);
            if (item != null && !item.mayHave(quantity, knownToAll(started))) {
                violated(
                        Violation.LOST,
                        "quantity " + quantity + " of " + id + " was overwritten before, read by " + visitor);
            }
        });
        checkHome(reading, knownToAll(started));
        checkBalance(reading);
        checkOrders(reading, knownToAll(started));
        checkFlash(reading, startedAtMillis);
        checkMustSee(reading, once, device, started);
        marks.check(reading, device, started);
    }

    private void checkHome(Reading reading, long started) {
        if (reading.home().isEmpty()) {
            return;
        }
        checkForeign(reading.home(), reading);
        Long since = homes.get(reading.visitor());
        if (since != null && since < started && tag(reading.home()).startsWith("g")) {
            homes.remove(reading.visitor()); // counts once
            violated(Violation.LOST, "the home of its own gave way to a guest's, read by " + reading.visitor());
        }
    }

    private void checkBalance(Reading reading) {
        int imbalance = reading.imbalance();
        Integer before = imbalances.put(reading.visitor(), imbalance);
        boolean isNew = imbalance != (before == null ? 0 : before);
        if (imbalance != 0 && isNew) {
            violated(
                    imbalance > 0 ? Violation.DOUBLED : Violation.LOST,
                    "what is counted in four ways doesn't agree: " + reading.counts() + ", read by "
                            + reading.visitor());
        }
    }

    private void checkSeen(String id, Reading reading, String device, long started) {
        String visitor = reading.visitor();
        checkForeign(id, reading);
        Item item = item(id);
        if (item == null) {
            violated(
                    isGone(id) ? Violation.RESURRECTED : Violation.UNEXPLAINED,
                    id + " is known to nobody, or was settled as gone, read by " + visitor);
        } else if (item.fate == Item.Fate.REFUSED) {
            violated(Violation.UNEXPLAINED, id + " was refused, read by " + visitor);
        } else if (item.takenAnswered != 0
                && item.takenAnswered < known(started, device, item.takenOn)
                && (reading.cart().containsKey(id) || reading.shelf().contains(id))) {
            violated(Violation.RESURRECTED, id + " was taken away, read by " + visitor);
        }
    }

    private synchronized boolean isGone(String id) {
        return gone.contains(operation(id));
    }

    void checkForeign(String id, Reading reading) {
        String visitor = reading.visitor();
        String tag = tag(id);
        boolean isMine = tag.equals(visitor)
                || (!reading.isGuests() && tag.startsWith("g") && signIns.contains(tag.substring(1) + " " + visitor));
        if (!isMine) {
            violated(Violation.FOREIGN, id + " read by " + visitor);
        }
    }

    private void checkFlash(Reading reading, long startedAtMillis) {
        if (!reading.flash().isEmpty()) {
            checkForeign(reading.flash(), reading);
            Long setAt = flashes.get(operation(reading.flash()));
            long until = Contents.FLASH_LIFE.toMillis() + FLASH_GRACE_MILLIS;
            if (setAt != null && setAt + until < startedAtMillis) {
                violated(Violation.RESURRECTED, "an attribute that has expired, read by " + reading.visitor());
            }
        }
    }

    /** What leaves a cart by a checkout is in the orders of the same read, until somebody begins to archive those. */
    private void checkMustSee(Reading reading, Set<String> seen, String device, long started) {
        Set<Long> there = new HashSet<>();
        seen.forEach(id -> there.add(operation(id)));
        for (Long operation : seenBy(reading.visitor())) {
            Item item = items.get(operation);
            if (item != null && !there.contains(operation) && item.mustBeThere(known(started, device, item.addedOn))) {
                item.takingStarted = now(); // counts once
                violated(Violation.LOST, operation + " was acknowledged, and is not there for " + reading.visitor());
            }
        }
    }

    private void checkOrders(Reading reading, long started) {
        for (String order : reading.orders().keySet()) {
            checkForeign(order, reading);
            Long archivedAt = archived.get(operation(order));
            if (archivedAt != null && archivedAt < started) {
                violated(Violation.RESURRECTED, "order " + order + " was archived, read by " + reading.visitor());
            }
        }
    }

    // ---- when nothing else happens

    /** All that there is, read while nothing else happens: settles what became of each item. */
    synchronized void settle(Collection<Reading> readings) {
        Map<Long, List<String>> places = new HashMap<>();
        for (Reading reading : readings) {
            reading.items()
                    .forEach(id -> places.computeIfAbsent(operation(id), key -> new ArrayList<>())
                            .add(reading.visitor()));
        }
        for (Map.Entry<Long, Item> entry : items.entrySet()) {
            settle(entry.getKey(), entry.getValue(), places.getOrDefault(entry.getKey(), List.of()));
        }
        flashes.clear();
        marks.settle(readings);
    }

    private void settle(Long operation, Item item, List<String> places) {
        if (places.size() > 1) {
            violated(Violation.DOUBLED, operation + " is with " + places + " when nothing happens");
        }
        if (places.isEmpty()) {
            if (item.fate == Item.Fate.ACKNOWLEDGED && item.takingStarted == 0) {
                violated(Violation.LOST, operation + " was acknowledged, and is nowhere when nothing happens");
            }
            items.remove(operation);
            mustSee.values().forEach(one -> one.remove(operation));
            gone.add(operation);
            return;
        }
        String owner = places.get(0);
        mustSee.values().forEach(one -> one.remove(operation));
        // It is there, whatever was said; and what was tried with it has not happened, and won't.
        item.fate = Item.Fate.ACKNOWLEDGED;
        item.addAnswered = now();
        if (item.takenAnswered == 0) {
            item.takingStarted = 0;
        }
        if (!owner.startsWith("g")) {
            item.owner = owner;
            seenBy(owner).add(operation);
        }
    }
}
