package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every order of the store calls of three actors, with up to two crashes: no guarantee is violated in any. */
class InterleavingsTest {
    private static final Logger LOGGER = Logger.getLogger("dev.peruser");

    static {
        LOGGER.setLevel(Level.OFF);
    }

    static List<Scenario> scenarios() {
        return Scenarios.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyOrder_keepsTheGuarantees(Scenario scenario) {
        long start = System.nanoTime();
        Explorer.Findings findings = new Explorer(scenario, 2, 3).explore();
        System.out.printf(
                "%s: %.3g orders, %,d states, %,d courses of single actors, %,d aftermaths, %d violations, %,d ms%n",
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
