package dev.peruser.internal.visit;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One at a time does something with a visit, whichever of its request's threads that is. */
final class VisitLock {
    private final ReentrantLock lock = new ReentrantLock();

    void run(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    <T extends @Nullable Object> T get(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
