package dev.peruser.benchmarks.sidebyside;

import java.util.concurrent.ThreadFactory;

/**
 * Who sends requests.
 *
 * @param count how many at a time
 * @param isVirtual whether they are virtual threads, which need JDK 21
 */
record Threads(int count, boolean isVirtual) {
    static Threads parse(String text) {
        boolean isVirtual = text.startsWith("v");
        return new Threads(Integer.parseInt(isVirtual ? text.substring(1) : text), isVirtual);
    }

    boolean canRun() {
        return !isVirtual || Runtime.version().feature() >= 21;
    }

    /** By reflection, because this is compiled for JDK 17. */
    ThreadFactory factory() throws ReflectiveOperationException {
        if (!isVirtual) {
            return Thread::new;
        }
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        Class<?> type = Class.forName("java.lang.Thread$Builder");
        return (ThreadFactory) type.getMethod("factory").invoke(builder);
    }

    @Override
    public String toString() {
        return count + (isVirtual ? " virtual threads" : count == 1 ? " thread" : " threads");
    }
}
