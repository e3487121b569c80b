package dev.peruser.it.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How long processors worked for a process, as Linux counts it. Safe for use by many threads. */
public final class ProcessorTime {
    private static final long NANOS_PER_TICK = 10_000_000;

    private ProcessorTime() {}

    /** Nanoseconds of a process, of its descendants that live, and of those that have ended. */
    public static long nanosOf(ProcessHandle process) {
        long ended = ticksOfEndedChildren(process.pid()) * NANOS_PER_TICK;
        return ended
                + Stream.concat(Stream.of(process), process.descendants())
                        .mapToLong(each -> nanos(each.pid()))
                        .sum();
    }

    /** Nanoseconds of the threads of this process that live. */
    public static long nanosOfThisProcess() {
        return nanos(ProcessHandle.current().pid());
    }

    /** Exact, other than the clock ticks in {@code stat}: the first figure in each thread's {@code schedstat}. */
    private static long nanos(long pid) {
        long sum = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                sum += Long.parseLong(
                        Files.readString(thread.resolve("schedstat")).split(" ", -1)[0]);
            }
            return sum;
        } catch (NoSuchFileException ended) {
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields {@code cutime} and {@code cstime}, the 14th and 15th after the name in parentheses. */
    private static long ticksOfEndedChildren(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
