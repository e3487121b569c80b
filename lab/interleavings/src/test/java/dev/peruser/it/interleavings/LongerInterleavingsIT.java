package dev.peruser.it.interleavings;

import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenarios that take minutes, and so are run on their own. */
class LongerInterleavingsIT {

    /** With {@code -Dperuser.test.longest=true} those that take an hour. */
    static List<Scenario> scenarios() {
        return Boolean.getBoolean("peruser.test.longest") ? Scenarios.longest() : Scenarios.longer();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    @Execution(ExecutionMode.CONCURRENT)
    void everyOrder_keepsTheGuarantees(Scenario scenario) {
        InterleavingsTest.explore(scenario);
    }
}
