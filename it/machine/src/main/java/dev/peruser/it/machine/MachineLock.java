package dev.peruser.it.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Lets the JVMs that run tests share the machine, and gives it to one alone whose tests measure time. A lock on one
 * file of the build, taken before a JVM's first test and given back when it ends, also if it is killed. Without the
 * system properties, as in an IDE, nothing is locked.
 */
public final class MachineLock implements TestExecutionListener {
    /** The lock's file. */
    private static final String FILE = "peruser.tests.lock";

    /** "shared", or "alone". */
    private static final String MODE = "peruser.tests.machine";

    private static final AtomicBoolean IS_HELD = new AtomicBoolean();

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        String file = System.getProperty(FILE, "");
        if (!file.isEmpty()) {
            hold(Path.of(file), !"alone".equals(System.getProperty(MODE)));
        }
    }

    /** Tests of test kits start further plans in the same JVM: the first of all takes the lock. */
    private static void hold(Path file, boolean isShared) {
        if (!IS_HELD.compareAndSet(false, true)) {
            return;
        }
        try {
            Files.createDirectories(file.getParent());
            // Never closed: the lock goes with the JVM.
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            var unused = channel.lock(0, Long.MAX_VALUE, isShared);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
