package dev.peruser.benchmarks.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark of a part runs; how fast is not asked. */
class PartsTest {
    @Test
    void eachBenchmark_runsOnce() throws Exception {
        Options once = new OptionsBuilder()
                .mode(Mode.SingleShotTime)
                .warmupIterations(0)
                .measurementIterations(1)
                .forks(0)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        Collection<RunResult> results = new Runner(once).run();
        assertThat(results.stream()
                        .map(result -> result.getParams().getBenchmark().replaceAll(".*\\.(\\w+)\\.\\w+", "$1"))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "AttributeBenchmark",
                        "CookieBenchmark",
                        "HeaderBenchmark",
                        "KeyBenchmark",
                        "MergeBehaviorBenchmark",
                        "ThreeWayMergeBenchmark");
    }
}
