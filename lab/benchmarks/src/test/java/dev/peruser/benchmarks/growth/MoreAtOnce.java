package dev.peruser.benchmarks.growth;

import dev.peruser.PerUser;
import dev.peruser.PerUserListener;
import dev.peruser.UserSession;
import dev.peruser.benchmarks.growth.Rounds.Point;
import dev.peruser.benchmarks.growth.Rounds.Round;
import dev.peruser.benchmarks.growth.Rounds.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** The dimensions whose cost is what all together get done: devices, servers. */
final class MoreAtOnce {
    private static final int SERVERS = 4;
    private static final int THREADS_OF_SERVER = 2;
    private static final int USERS = 100;
    /** Threads take turns, so rounds must be longer. */
    private static final int LONGER = 2;

    private final GrowthOptions options;

    MoreAtOnce(GrowthOptions options) {
        this.options = options;
    }

    /** Threads that all add one to a counter of one user; on one server, and evenly on four. */
    List<Figure> devices() throws Exception {
        try (Places places = new Places()) {
            List<Point> points = new ArrayList<>();
            for (Places.Opening kind : Places.kinds()) {
                Place place = places.open(kind);
                LongAdder conflicts = new LongAdder();
                List<PerUser> servers = servers(place, SERVERS, conflicts);
                for (int devices : options.upTo(64, 64, 1, 2, 4, 8, 16, 32, 64)) {
                    points.add(new Point(
                            place.title() + ", one server",
                            devices,
                            counted(servers.subList(0, 1), devices, conflicts)));
                    points.add(
                            new Point(place.title() + ", four servers", devices, counted(servers, devices, conflicts)));
                }
            }
            return Rounds.measure(points, options);
        }
    }

    private Round counted(List<PerUser> servers, int devices, LongAdder conflicts) {
        return () -> {
            int before = visits(servers.get(0));
            long conflictsBefore = conflicts.sum();
            long start = System.nanoTime();
            long done = together(devices, device -> {
                PerUser server = servers.get(device % servers.size());
                return () -> Shopper.visit(server, 0, session -> session.update(Shopper.VISITS, visits -> visits + 1));
            });
            double seconds = (System.nanoTime() - start) / 1e9;
            if (visits(servers.get(0)) - before != done) {
                throw new IllegalStateException("of " + done + " changes some are lost");
            }
            return new Sample(done / seconds, (double) (conflicts.sum() - conflictsBefore) / done);
        };
    }

    private static int visits(PerUser server) {
        int[] visits = {0};
        Shopper.visit(server, 0, session -> visits[0] = session.get(Shopper.VISITS));
        return visits[0];
    }

    /** Servers with two threads each, and users of their own. */
    List<Figure> servers() throws Exception {
        try (Places places = new Places()) {
            List<Point> points = new ArrayList<>();
            for (Places.Opening kind : Places.kinds()) {
                Place place = places.open(kind);
                LongAdder conflicts = new LongAdder();
                List<PerUser> servers = servers(place, SERVERS, conflicts);
                for (int user = 0; user < SERVERS * USERS; user++) {
                    Shopper.visit(servers.get(0), user, Shopper::fill);
                }
                for (int count = 1; count <= SERVERS; count++) {
                    List<PerUser> some = servers.subList(0, count);
                    points.add(new Point(
                            place.title() + ", A: read two attributes",
                            count,
                            answered(some, Shopper::read, conflicts)));
                    points.add(new Point(
                            place.title() + ", C: change one cart line",
                            count,
                            answered(some, Shopper::change, conflicts)));
                }
            }
            return Rounds.measure(points, options);
        }
    }

    private Round answered(List<PerUser> servers, Consumer<UserSession> work, LongAdder conflicts) {
        return () -> {
            long conflictsBefore = conflicts.sum();
            long start = System.nanoTime();
            long done = together(servers.size() * THREADS_OF_SERVER, thread -> {
                int server = thread / THREADS_OF_SERVER;
                Random random = new Random(thread);
                return () -> Shopper.visit(servers.get(server), server * USERS + random.nextInt(USERS), work);
            });
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Sample(done / seconds, (double) (conflicts.sum() - conflictsBefore) / done);
        };
    }

    private static List<PerUser> servers(Place place, int count, LongAdder conflicts) {
        PerUserListener listener = new PerUserListener() {
            @Override
            public void conflicted() {
                conflicts.increment();
            }
        };
        List<PerUser> servers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            servers.add(Shopper.engine(i == 0 ? place.store() : place.another(), listener));
        }
        return servers;
    }

    /** What a thread does again and again. */
    private interface Thread {
        Runnable work(int number);
    }

    private long together(int threads, Thread thread) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos((long) LONGER * options.millis());
        List<Future<Long>> running = new ArrayList<>();
        for (int number = 0; number < threads; number++) {
            Runnable work = thread.work(number);
            running.add(pool.submit(() -> {
                long done = 0;
                do {
                    work.run();
                    done++;
                } while (System.nanoTime() - end < 0);
                return done;
            }));
        }
        long done = 0;
        for (Future<Long> one : running) {
            done += one.get();
        }
        pool.shutdown();
        return done;
    }
}
