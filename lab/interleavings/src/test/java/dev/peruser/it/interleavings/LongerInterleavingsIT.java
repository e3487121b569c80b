package dev.peruser.it.interleavings;

import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All scenarios; takes minutes, so it is run on its own. */
class AllInterleavingsIT {

    static List<Scenario> scenarios() {
        return Scenarios.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    @Execution(ExecutionMode.CONCURRENT)
    void everyOrder_keepsTheGuarantees(Scenario scenario) {
        InterleavingsTest.explore(scenario);
    }
}
