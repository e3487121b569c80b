package dev.peruser.benchmarks.growth;

import dev.peruser.benchmarks.report.Quartiles;
import dev.peruser.it.servers.ProcessorTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures all points of a dimension round by round, so that what changes with time (the machine, compiled code) falls
 * on all alike. Some rounds before the first don't count.
 */
final class Rounds {
    private Rounds() {}

    /** One request. */
    interface Request {
        /** Makes the one of that number. */
        void run(int number) throws Exception;
    }

    /** What one round at one point found. */
    record Sample(double value, double other) {}

    /** What is done in one round at one point. */
    interface Round {
        /** Does it. */
        Sample run() throws Exception;
    }

    /** A point that is to be measured. */
    record Point(String series, int amount, Round round) {}

    static List<Figure> measure(List<Point> points, GrowthOptions options) throws Exception {
        List<List<Sample>> samples = new ArrayList<>();
        points.forEach(point -> samples.add(new ArrayList<>()));
        for (int round = 0; round < options.warmUpRounds() + options.rounds(); round++) {
            for (int i = 0; i < points.size(); i++) {
                Sample sample = points.get(i).round().run();
                if (round >= options.warmUpRounds()) {
                    samples.get(i).add(sample);
                }
            }
        }
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            List<Sample> found = samples.get(i);
            figures.add(new Figure(
                    points.get(i).series(),
                    points.get(i).amount(),
                    Quartiles.of(found.stream().map(Sample::value).toList()),
                    Quartiles.of(found.stream().map(Sample::other).toList())));
        }
        return figures;
    }

    /** One request after the other for so long: the median of their times, and CPU time of this process, both in µs. */
    static Round oneByOne(int millis, Request request) {
        return () -> {
            long[] nanos = new long[1 << 10];
            int done = 0;
            long processorBefore = ProcessorTime.nanosOfThisProcess();
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            long begun = System.nanoTime();
            do {
                request.run(done);
                long now = System.nanoTime();
                if (done == nanos.length) {
                    nanos = Arrays.copyOf(nanos, 2 * nanos.length);
                }
                nanos[done++] = now - begun;
                begun = now;
            } while (begun - end < 0);
            double processor = (ProcessorTime.nanosOfThisProcess() - processorBefore) / 1e3 / done;
            Arrays.sort(nanos, 0, done);
            return new Sample(nanos[done / 2] / 1e3, processor);
        };
    }
}
