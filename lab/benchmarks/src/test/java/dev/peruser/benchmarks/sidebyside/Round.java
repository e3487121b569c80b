package dev.peruser.benchmarks.sidebyside;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One round of one subject.
 *
 * @param requests how many were made
 * @param perSecond in a second of the clock
 * @param cpuMicros processor time of this process for each, in all its threads
 * @param allocated bytes that the requesting thread allocated for each; NaN for virtual threads
 */
record Round(long requests, double perSecond, double cpuMicros, double allocated) {
    /** Longer than any round. */
    private static final int NEVER_USED_UP = Integer.MAX_VALUE;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Runs one. */
    static Round run(Subject subject, Case kind, Threads threads, int people, double seconds, int mostRequests)
            throws Exception {
        int most = kind.isUsedUp() ? mostRequests : NEVER_USED_UP;
        if (kind.isUsedUp()) {
            subject.prepare(kind, most);
        }
        ThreadFactory factory = threads.factory();
        CountDownLatch begin = new CountDownLatch(1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicLong requests = new AtomicLong();
        AtomicLong allocated = new AtomicLong();
        long nanos = (long) (seconds * 1e9);
        List<Thread> started = new ArrayList<>();
        for (int i = 0; i < threads.count(); i++) {
            Worker worker = new Worker(subject, kind, threads, people, most, i, nanos, begin, requests, allocated);
            Thread thread = factory.newThread(() -> {
                try {
                    worker.run();
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                }
            });
            thread.start();
            started.add(thread);
        }
        long cpu = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        begin.countDown();
        for (Thread thread : started) {
            thread.join();
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        double cpuMicros = (PROCESS.getProcessCpuTime() - cpu) / 1e3 / requests.get();
        if (failure.get() != null) {
            throw new IllegalStateException(subject.name() + " failed in case " + kind, failure.get());
        }
        return new Round(
                requests.get(),
                requests.get() / elapsed,
                cpuMicros,
                threads.isVirtual() ? Double.NaN : (double) allocated.get() / requests.get());
    }

    private record Worker(
            Subject subject,
            Case kind,
            Threads threads,
            int people,
            int most,
            int index,
            long nanos,
            CountDownLatch begin,
            AtomicLong requests,
            AtomicLong allocated) {

        /** Each thread has people of its own, and takes them in an order that jumps about. */
        void run() throws Exception {
            int own = Math.max(1, people / threads.count());
            int step = step(own);
            begin.await();
            long start = System.nanoTime();
            long allocatedBefore = threads.isVirtual() ? 0 : THREADS.getCurrentThreadAllocatedBytes();
            int count = 0;
            int place = 0;
            // The first numbers of each round differ from those of the one before, so that changes are changes.
            int first = (int) (start & 0xFFFF_FFF);
            while (System.nanoTime() - start < nanos) {
                int person;
                if (kind.isUsedUp()) {
                    person = count * threads.count() + index;
                    if (person >= most) {
                        break;
                    }
                } else if (kind.isShared()) {
                    person = 0;
                } else {
                    place = (place + step) % own;
                    person = index * own + place;
                }
                subject.request(kind, person, first + count);
                count++;
            }
            requests.addAndGet(count);
            if (!threads.isVirtual()) {
                allocated.addAndGet(THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore);
            }
        }

        /** Has no divisor in common with the number of people, so that all have their turn. */
        private static int step(int own) {
            int step = own / 3 * 2 + 1;
            while (greatestCommonDivisor(step, own) != 1) {
                step++;
            }
            return step;
        }

        private static int greatestCommonDivisor(int one, int other) {
            return other == 0 ? one : greatestCommonDivisor(other, one % other);
        }
    }
}
