package dev.peruser.benchmarks.parts;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The processor time of the whole process for each call, garbage collection included: what other programs do at the
 * same time hardly counts.
 */
public final class CpuProfiler implements InternalProfiler {
    static final String RESULT = "cpu.time.norm";

    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long before;

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = process.getProcessCpuTime();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double used = process.getProcessCpuTime() - before;
        long calls = Math.max(1, result.getMetadata().getAllOps());
        return List.of(new ScalarResult(RESULT, used / calls, "ns/op", AggregationPolicy.AVG));
    }

    @Override
    public String getDescription() {
        return "Processor time of the whole process";
    }
}
