package dev.peruser.it.containers.wrappers;

import jakarta.servlet.ServletRequest;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What came of the calls of one request. */
final class Recording {
    private static final String ATTRIBUTE = "recording";
    private static final int PATIENCE_SECONDS = 30;

    private final Map<String, String> entries = Collections.synchronizedMap(new LinkedHashMap<>());
    private final CountDownLatch dispatchEnd = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch completion = new CountDownLatch(1);
    private final AtomicBoolean isProbed = new AtomicBoolean();
    private volatile boolean isListening;

    /** Whether this is the first dispatch that gets so far. */
    boolean beginsProbe() {
        return isProbed.compareAndSet(false, true);
    }

    void endsProbe() {
        end.countDown();
    }

    boolean isProbed() {
        return isProbed.get();
    }

    void bind(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    static Recording of(ServletRequest request) {
        return (Recording) request.getAttribute(ATTRIBUTE);
    }

    /** Something that may throw. */
    @FunctionalInterface
    interface Asked {
        @Nullable Object ask() throws Exception;
    }

    /** Records what comes of a call; returns what it threw. */
    @Nullable Exception record(String name, Asked asked) {
        try {
            entries.put(name, text(asked.ask()));
            return null;
        } catch (Exception e) {
            entries.put(name, "threw " + e.getClass().getName());
            return e;
        }
    }

    private static String text(@Nullable Object value) {
        if (value instanceof Collection<?> collection) {
            return collection.stream()
                    .map(one -> String.valueOf(one).toLowerCase(Locale.ROOT))
                    .sorted()
                    .distinct()
                    .toList()
                    .toString();
        }
        return value == null || value instanceof String || value instanceof Number || value instanceof Boolean
                ? String.valueOf(value)
                : value instanceof Enum<?> || value instanceof Locale ? value.toString() : "an object";
    }

    void listen() {
        isListening = true;
    }

    void event(String name, String event) {
        entries.merge(name, event, (before, now) -> before + "; " + now);
    }

    void completed() {
        completion.countDown();
    }

    /** A dispatch has left all filters. */
    void returned() {
        dispatchEnd.countDown();
    }

    void awaitReturn() {
        await(dispatchEnd, "return");
    }

    private void await(CountDownLatch latch, String what) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                event(what, "never seen");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            event(what, "interrupted");
        }
    }

    /** All that was recorded, when all is over that the call has begun. */
    Map<String, String> entries() {
        await(end, "probe");
        if (isListening) {
            await(completion, "completion");
        }
        synchronized (entries) {
            return new LinkedHashMap<>(entries);
        }
    }
}
