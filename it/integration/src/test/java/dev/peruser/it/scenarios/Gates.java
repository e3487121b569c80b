package dev.peruser.it.scenarios;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where slow requests stand until the test lets them go on. */
final class Gates {
    private static final int PATIENCE_SECONDS = 30;

    private record Gate(CountDownLatch reached, CountDownLatch opened) {
        Gate() {
            this(new CountDownLatch(1), new CountDownLatch(1));
        }
    }

    private final Map<String, Gate> gates = new ConcurrentHashMap<>();

    private Gate gate(String name) {
        return gates.computeIfAbsent(name, unused -> new Gate());
    }

    /** The request waits here. */
    void pass(String name) {
        gate(name).reached.countDown();
        await(gate(name).opened);
    }

    void awaitArrival(String name) {
        await(gate(name).reached);
    }

    void open(String name) {
        gate(name).opened.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody came to the gate");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
