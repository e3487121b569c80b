package dev.peruser.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.aot.AotDetector;
import org.springframework.test.context.aot.AotTestContextInitializers;

/** With {@code -Paot} these tests run on contexts that were processed ahead of time, otherwise on none of them. */
class AheadOfTimeTest extends Visits {
    @Test
    void context_isTheGeneratedOne_ifSpringWasToldToUseIt() {
        assertThat(new AotTestContextInitializers().isSupportedTestClass(getClass()))
                .isEqualTo(AotDetector.useGeneratedArtifacts());
        assertThat(browser.get("/").html()).contains("Slow Kettle");
    }
}
