package dev.peruser.it.scale;

import dev.peruser.GuestToken;
import dev.peruser.PerUser;
import dev.peruser.store.Deadline;
import dev.peruser.store.PurgeableSessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionStore;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * Fills a server step by step, and measures at each.
 *
 * <ol>
 *   <li>Loads, and saves of one changed attribute on top of what was loaded, by calls of the store.
 *   <li>On PostgreSQL, the vacuum that the saves make necessary.
 *   <li>Sign-ins that carry a guest's session, by the engine.
 *   <li>The purge of what has expired.
 *   <li>All kinds of requests mixed, by the engine.
 * </ol>
 *
 * <p>At each number of sessions at most a fifth of the sessions is used, in random order, each once: more would make
 * the small store a warmer one than the large.
 */
final class Simulation {
    private static final int USED = 5;
    private static final int MOST_OPERATIONS = 100_000;
    private static final int WARMING = 1_000;
    private static final int MOST_SIGN_INS = 10_000;
    private static final int PURGE_STEP = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Options options;
    private final PrintStream out;
    private final MeasuredServer server;
    private final SessionStore store;
    private final Filling filling;
    private final Measurement measurement;
    private int purged;

    Simulation(Options options, MeasuredServer server, PrintStream out) {
        this.options = options;
        this.out = out;
        this.server = server;
        store = server.store();
        filling = new Filling(server.fillingStore(), options.bytes(), server.purges());
        measurement = new Measurement(server, options.clients(), options.seconds());
    }

    TreeMap<Integer, Map<String, Double>> run() throws Exception {
        TreeMap<Integer, Map<String, Double>> steps = new TreeMap<>();
        int filled = 0;
        for (int sessions : options.steps()) {
            long start = System.nanoTime();
            filling.fillUpTo(sessions);
            double seconds = (System.nanoTime() - start) / 1e9;
            server.settle();
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("fill.rate", (sessions - filled) / seconds);
            out.printf("… %,d sessions, the last %,d in %.0f s%n", sessions, sessions - filled, seconds);
            filled = sessions;
            int stored = sessions - purged;
            server.sizes().forEach((part, bytes) -> figures.put("size." + part, bytes / stored));
            measure(figures);
            figures.putAll(server.remarks());
            steps.put(sessions, figures);
        }
        return steps;
    }

    private void measure(Map<String, Double> figures) throws Exception {
        List<Person> people = someOf(filling.people());
        AtomicReferenceArray<StoredSession> loaded = new AtomicReferenceArray<>(people.size());
        warmUp();
        server.settle();
        figures.putAll(measurement.of(
                "load",
                people.size(),
                number -> loaded.set(
                        number, store.load(people.get(number).key(), deadline()).orElseThrow())));
        int loads = (int) IntStream.range(0, people.size())
                .filter(number -> loaded.get(number) != null)
                .count();
        figures.putAll(measurement.of(
                "save", loads, number -> save(people.get(number), Objects.requireNonNull(loaded.get(number)))));
        if (server instanceof MeasuredPostgres postgres) {
            measureVacuum(figures, postgres);
        }
        measureSignIns(figures);
        if (server instanceof MeasuredRedis redis) {
            var keys = people.stream().map(Person::key).limit(20_000).toList();
            figures.put("memory-usage", redis.memoryUsage(keys.subList(0, Math.min(1_000, keys.size()))));
            figures.put("tracking", redis.bytesOfTracking(keys));
        }
        if (store instanceof PurgeableSessionStore purgeable && server.purges()) {
            measurePurge(figures, purgeable);
        }
        measureMix(figures, people);
    }

    /** Connections, statements, compiled code. */
    private void warmUp() throws Exception {
        PerUser perUser = PerUser.builder(store).deadline(PATIENCE).build();
        List<Person> few = filling.people().subList(0, WARMING);
        for (int round = 0; round < 4; round++) {
            var unused = measurement.of("warm-up", few.size(), number -> {
                StoredSession session =
                        store.load(few.get(number).key(), deadline()).orElseThrow();
                save(few.get(number), session);
                few.get(number).looks(perUser);
            });
        }
    }

    private List<Person> someOf(List<Person> all) {
        int wanted = Math.min(MOST_OPERATIONS, all.size() / USED);
        Random random = new Random(all.size());
        return random.ints(0, all.size())
                .distinct()
                .limit(wanted)
                .mapToObj(all::get)
                .toList();
    }

    /** One attribute of ten changes, the cart; its size does not. */
    private void save(Person person, StoredSession session) {
        Map<String, byte[]> attributes = new LinkedHashMap<>(session.attributes());
        attributes.computeIfPresent("cart", (name, bytes) -> bytes.clone());
        StoredSession next =
                new StoredSession(session.version().next(), session.expiresAt(), session.header(), attributes);
        WriteResult result = store.save(person.key(), SessionChange.replace(session, next), deadline());
        if (result != WriteResult.APPLIED) {
            throw new IllegalStateException("a save was refused");
        }
    }

    /** After a fifth of the sessions was saved, which is when PostgreSQL would do it by itself. */
    private void measureVacuum(Map<String, Double> figures, MeasuredPostgres postgres) throws Exception {
        Map<String, Double> vacuum = measurement.of("vacuum", 1, 1, number -> postgres.vacuum());
        double saves = Objects.requireNonNull(figures.get("save.operations"));
        figures.put("vacuum.cpu", vacuum.get("vacuum.cpu") / saves);
        figures.put("vacuum.log", vacuum.get("vacuum.log") / saves);
    }

    private void measureSignIns(Map<String, Double> figures) throws Exception {
        CountedStore counted = new CountedStore(store);
        PerUser perUser = PerUser.builder(counted).deadline(PATIENCE).build();
        int signIns = Math.min(MOST_SIGN_INS, filling.usersToSignIn().size() / 3);
        Map<String, Double> measured = measurement.of("sign-in", signIns, number -> signIn(perUser));
        double done = Objects.requireNonNull(measured.get("sign-in.operations"));
        figures.putAll(measured);
        figures.put("sign-in.loads", counted.loads() / done);
        figures.put("sign-in.writes", counted.writes() / done);
    }

    private void signIn(PerUser perUser) {
        GuestToken guest = filling.guestsToSignIn().poll();
        Person user = filling.usersToSignIn().poll();
        if (guest == null || user == null) {
            throw new IllegalStateException("too few guests or users");
        }
        user.signsIn(perUser, guest);
    }

    /** One step after the other, as the engine does. */
    private void measurePurge(Map<String, Double> figures, PurgeableSessionStore purgeable) throws Exception {
        AtomicInteger removed = new AtomicInteger();
        AtomicInteger last = new AtomicInteger(PURGE_STEP);
        int steps = options.sessions() / PURGE_STEP;
        Map<String, Double> purge = measurement.of("purge", steps, 1, number -> {
            if (last.get() == PURGE_STEP) {
                last.set(purgeable.purgeExpired(Instant.now(), PURGE_STEP, deadline()));
                removed.addAndGet(last.get());
            }
        });
        purged += removed.get();
        double share = steps / (double) Math.max(1, removed.get());
        figures.put("purge.sessions", (double) removed.get());
        figures.put("purge.cpu", purge.get("purge.cpu") * share);
        figures.put("purge.log", purge.get("purge.log") * share);
    }

    private void measureMix(Map<String, Double> figures, List<Person> people) throws Exception {
        PerUser perUser = PerUser.builder(store).deadline(PATIENCE).build();
        List<Person> others = new ArrayList<>(people);
        Collections.shuffle(others, new Random(people.size()));
        Mix mix = Mix.OF_A_SHOP;
        figures.putAll(measurement.of("mix", others.size(), number -> {
            Person person = others.get(number);
            // In turn, so that each share is exact: 37 and 100 have no common divisor.
            double kind = number * 37 % 100 / 100.0;
            if (kind < mix.signIns()) {
                signIn(perUser);
            } else if (kind < mix.signIns() + mix.changes()) {
                person.changes(perUser, ThreadLocalRandom.current());
            } else if (kind < mix.signIns() + mix.changes() + mix.reads()) {
                person.looks(perUser);
            }
        }));
    }

    private static Deadline deadline() {
        return Deadline.after(PATIENCE);
    }
}
