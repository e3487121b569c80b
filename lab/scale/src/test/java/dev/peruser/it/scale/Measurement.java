package dev.peruser.it.scale;

import dev.peruser.it.scale.MeasuredServer.Images;
import dev.peruser.it.scale.MeasuredServer.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets clients do one kind of thing as fast as they can, and says what each cost. */
final class Measurement {
    private final MeasuredServer server;
    private final int clients;
    private final int seconds;

    Measurement(MeasuredServer server, int clients, int seconds) {
        this.server = server;
        this.clients = clients;
        this.seconds = seconds;
    }

    /** One operation. */
    interface Operation {
        /** Does the one of that number; each number comes once. */
        void run(int number) throws Exception;
    }

    /** Does so many, or what can be done in time. */
    Map<String, Double> of(String name, int operations, Operation operation) throws Exception {
        return of(name, operations, clients, operation);
    }

    /** The same with another number of clients. */
    Map<String, Double> of(String name, int operations, int clients, Operation operation) throws Exception {
        server.checkpoint();
        long[] nanos = new long[operations];
        AtomicInteger next = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(clients);
        Work before = server.work();
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(seconds);
        List<Future<?>> running = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            running.add(pool.submit(() -> {
                while (System.nanoTime() - end < 0) {
                    int number = next.getAndIncrement();
                    if (number >= operations) {
                        return null;
                    }
                    long began = System.nanoTime();
                    operation.run(number);
                    nanos[number] = System.nanoTime() - began;
                }
                return null;
            }));
        }
        for (Future<?> client : running) {
            client.get();
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        Work after = server.work();
        pool.shutdown();
        int done = (int) Arrays.stream(nanos).filter(each -> each > 0).count();
        return figures(name, done, elapsed, nanos, before, after);
    }

    private Map<String, Double> figures(String name, int done, double elapsed, long[] nanos, Work before, Work after) {
        if (done == 0) {
            throw new IllegalStateException("nothing was done: " + name);
        }
        Work work = after.since(before);
        Images images = server.images(before, after);
        long[] sorted = Arrays.stream(nanos).filter(each -> each > 0).sorted().toArray();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(name + ".operations", (double) done);
        figures.put(name + ".rate", done / elapsed);
        figures.put(name + ".median", sorted[done / 2] / 1e3);
        figures.put(name + ".p99", sorted[(int) (done * 0.99)] / 1e3);
        figures.put(name + ".cpu", work.cpuNanos() / 1e3 / done);
        figures.put(name + ".log", (double) work.logBytes() / done);
        figures.put(name + ".images", (double) images.count() / done);
        figures.put(name + ".image-bytes", images.count() == 0 ? 0 : (double) images.bytes() / images.count());
        figures.put(name + ".received", (double) work.bytesReceived() / done);
        figures.put(name + ".sent", (double) work.bytesSent() / done);
        return figures;
    }
}
