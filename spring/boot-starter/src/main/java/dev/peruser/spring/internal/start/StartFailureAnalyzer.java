package dev.peruser.spring.internal.start;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Gives Spring Boot the words of a {@link StartFailure} for its report. */
final class StartFailureAnalyzer extends AbstractFailureAnalyzer<StartFailure> {
    StartFailureAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StartFailure cause) {
        return new FailureAnalysis(cause.description(), cause.action(), cause);
    }
}
