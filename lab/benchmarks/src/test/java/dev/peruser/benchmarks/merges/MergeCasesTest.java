package dev.peruser.benchmarks.merges;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each merge that is measured runs; how fast is not asked. */
class MergeCasesTest {
    @Test
    void eachCase_runs_andHasANameOfItsOwn() {
        List<MergeCase> all = MergeCases.all();
        all.forEach(one -> one.ofSize().apply(150).run());
        assertThat(all).hasSizeGreaterThan(200);
        assertThat(all.stream().map(one -> one.kind() + one.name()).collect(Collectors.toSet()))
                .hasSameSizeAs(all);
    }

    @Test
    void wholeSignIn_isMeasured() {
        assertThat(SignInCosts.sentence()).contains("times as much");
    }
}
