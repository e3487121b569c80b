package dev.peruser.it.soak;

import dev.peruser.it.variants.VariantCompiler;
import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpCookie;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Devices act at random on server processes that share a store, while these pause, fail and are killed; a {@link Model}
 * decides whether what the devices were told and shown can be explained. In rounds: after each, all come to rest, and
 * what became of each item is looked up.
 */
public final class Soak {
    private static final int TABS = 3;
    private static final int ROUND = 4_000;
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(30);
    private static final List<String> USERS = List.of("u0", "u1", "u2", "u3", "u4");
    /** Longer than a request may work whose answer got lost. */
    private static final Duration REST = Duration.ofMillis(400);

    private final Options options;
    private final PrintStream out;
    private final Model model;
    private final Tally tally = new Tally();
    private final Random random;

    Soak(Options options, PrintStream out) {
        this.options = options;
        this.model = new Model(options.trouble());
        this.out = out;
        this.random = new Random(options.seed());
    }

    /** Runs from a command line; the exit status says whether everything is explained. */
    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        System.exit(new Soak(options, System.out).run() ? 0 : 1);
    }

    /** Returns whether everything is explained. */
    boolean run() throws Exception {
        long start = System.nanoTime();
        Path folder = Files.createTempDirectory("peruser-soak");
        Path classes = variantClasses(folder);
        try (SharedServer shared = options.store().begin(folder, options.failovers() > 0);
                Servers servers = new Servers(options, folder, classes)) {
            servers.startAll();
            rounds(servers, shared);
        } finally {
            delete(folder);
        }
        model.messages().forEach(out::println);
        out.println(tally.text((System.nanoTime() - start) / 1_000_000_000));
        out.println("ops " + tally.operations + ", lost " + count(Model.Violation.LOST) + ", doubled "
                + count(Model.Violation.DOUBLED) + ", resurrected " + count(Model.Violation.RESURRECTED) + ", foreign "
                + count(Model.Violation.FOREIGN) + ", unexplained " + count(Model.Violation.UNEXPLAINED));
        return !model.isViolated();
    }

    Model model() {
        return model;
    }

    Tally tally() {
        return tally;
    }

    private long count(Model.Violation violation) {
        return model.violations(violation);
    }

    private @Nullable Path variantClasses(Path folder) throws IOException {
        if (options.variant().isEmpty()) {
            return null;
        }
        Path classes = folder.resolve("variant");
        VariantCompiler.compile(options.variant().get(), System.getProperty("java.class.path"), classes);
        return classes;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    private void rounds(Servers servers, SharedServer shared) throws Exception {
        List<Device> devices = IntStream.range(0, options.devices())
                .mapToObj(n -> new Device("d" + n, servers, tally, model))
                .toList();
        List<Tab> tabs = new ArrayList<>();
        devices.forEach(device ->
                IntStream.range(0, TABS).forEach(n -> tabs.add(new Tab(device, model, USERS, random.nextLong()))));
        ExecutorService pool = Executors.newFixedThreadPool(tabs.size() + 2);
        long lastProgress = System.nanoTime();
        try {
            while (isMoreToDo() && !isOver()) {
                servers.trouble(true);
                act(servers, shared, tabs, pool);
                servers.trouble(false);
                LockSupport.parkNanos(REST.plus(options.trouble().nearCache())
                        .plus(options.trouble().lag())
                        .toNanos());
                settle(servers, devices);
                if (System.nanoTime() - lastProgress > PROGRESS_EVERY.toNanos()) {
                    lastProgress = System.nanoTime();
                    out.println("… " + tally.operations + " operations, " + tally.kills() + " kills, "
                            + (model.isViolated() ? "something is wrong" : "all is explained")
                            + ", guest cookies of a device: at most " + mostCookies(devices));
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static int mostCookies(List<Device> devices) {
        return devices.stream().mapToInt(Device::guestCookies).max().orElse(0);
    }

    private boolean isMoreToDo() {
        return tally.operations.get() < options.operations() || tally.kills() < options.kills();
    }

    /** A broken variant need not be run to the end. */
    private boolean isOver() {
        return options.variant().isPresent() && model.isViolated();
    }

    private void act(Servers servers, SharedServer shared, List<Tab> tabs, ExecutorService pool)
            throws ExecutionException, InterruptedException {
        long end = Math.min(options.operations(), tally.operations.get() + ROUND);
        AtomicInteger troublemakers = new AtomicInteger(2);
        List<Future<?>> running = new ArrayList<>();
        running.add(pool.submit(() -> {
            try {
                kill(servers, end);
            } finally {
                troublemakers.decrementAndGet();
            }
            return null;
        }));
        running.add(pool.submit(() -> {
            try {
                disturb(shared, end);
            } finally {
                troublemakers.decrementAndGet();
            }
            return null;
        }));
        for (Tab tab : tabs) {
            // While a server starts, only the first device acts: with all processors busy it would take ten times as
            // long.
            boolean mayRest = running.size() >= 2 + TABS;
            running.add(pool.submit(() -> {
                while ((tally.operations.get() < end || troublemakers.get() > 0) && !isOver()) {
                    if (mayRest && servers.isStarting()) {
                        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                    } else {
                        tab.act();
                    }
                }
                return null;
            }));
        }
        for (Future<?> one : running) {
            one.get();
        }
    }

    /** Kills as many as are due in a round, evenly over all operations. */
    private void kill(Servers servers, long end) throws IOException, InterruptedException {
        while (!isOver()) {
            long operations = Math.min(tally.operations.get(), end);
            if (tally.kills() < options.kills() * operations / options.operations()) {
                kill(servers, tally.leastKilled(), random.nextInt(servers.count()));
            } else if (operations == end) {
                return;
            } else {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    /** Lets happen to the shared server what is due in a round. */
    private void disturb(SharedServer shared, long end) {
        while (!isOver()) {
            long operations = Math.min(tally.operations.get(), end);
            if (tally.restarts.get() < options.restarts() * operations / options.operations()) {
                shared.restart();
                tally.restarts.incrementAndGet();
            } else if (tally.failovers.get() < options.failovers() * operations / options.operations()) {
                shared.failOver();
                tally.failovers.incrementAndGet();
            } else if (operations == end) {
                return;
            } else {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    private void kill(Servers servers, Step step, int place) throws IOException, InterruptedException {
        if (servers.killAfter(step, place)) {
            tally.killed(step);
        } else {
            tally.killsElsewhere.incrementAndGet();
        }
        servers.start(place);
        servers.trouble(place, true);
    }

    /** Everybody comes again, nothing else happens: where is what? */
    private void settle(Servers servers, List<Device> devices) throws InterruptedException {
        for (Device device : devices) {
            var unused = read(device);
            unused = read(device);
        }
        for (Device device : devices) {
            takeBoundSessions(device, servers);
        }
        List<Reading> readings = new ArrayList<>();
        for (String user : USERS) {
            readings.add(read(signedIn(user, List.of(), servers)));
        }
        for (Device device : devices) {
            Reading reading = read(device);
            if (reading.isGuests()) {
                readings.add(reading);
            }
        }
        model.settle(readings);
    }

    /** What could not be carried when its guest signed in waits for that user to come again on that device. */
    private void takeBoundSessions(Device device, Servers servers) throws InterruptedException {
        List<HttpCookie> bound = device.boundCookies();
        if (!bound.isEmpty()) {
            for (String user : USERS) {
                var unused = read(signedIn(user, bound, servers));
            }
        }
    }

    private Device signedIn(String user, List<HttpCookie> cookies, Servers servers) {
        Device device = new Device("checks", servers, tally, model);
        URI address = URI.create("http://localhost/");
        device.signedInAs(user, address);
        cookies.forEach(cookie -> device.add(cookie, address));
        return device;
    }

    private Reading read(Device device) throws InterruptedException {
        long started = model.now();
        Device.Reply reply = device.send("read", "", random);
        if (!reply.isAcknowledged()) {
            model.violated(Model.Violation.UNEXPLAINED, "a read failed while nothing else happened");
            return Reading.parse("V nobody\n");
        }
        Reading reading = Reading.parse(reply.text());
        model.check(reading, device.name(), started, System.currentTimeMillis());
        device.saw(reading);
        return reading;
    }
}
