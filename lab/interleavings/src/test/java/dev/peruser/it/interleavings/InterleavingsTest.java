package dev.peruser.it.interleavings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every order of the store calls of three actors, with up to two crashes, and what else a scenario says: no guarantee
 * is violated in any. Here those that take seconds; {@code LongerInterleavingsIT} has the others.
 */
class InterleavingsTest {
    private static final Logger LOGGER = Logger.getLogger("dev.peruser");
    private static final int CRASHES = 2;

    static {
        LOGGER.setLevel(Level.OFF);
    }

    static List<Scenario> scenarios() {
        return Scenarios.quick();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyOrder_keepsTheGuarantees(Scenario scenario) {
        explore(scenario);
    }

    static void explore(Scenario scenario) {
        long start = System.nanoTime();
        Explorer.Findings findings = new Explorer(scenario, CRASHES, 3).explore();
        System.out.printf(
                "%s: %.3g orders, through %,d states, %,d courses of single actors, %,d aftermaths; violations %d; %,d ms%n",
                scenario,
                findings.orders(),
                findings.states(),
                findings.histories(),
                findings.aftermaths(),
                findings.violations().size(),
                (System.nanoTime() - start) / 1_000_000);
        assertThat(findings.violations()).isEmpty();
        assertThat(findings.orders()).isGreaterThan(1_000);
    }
}
