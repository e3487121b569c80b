package dev.peruser.store.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.Optional;

/** Finds in a failed attempt to connect what was the matter. */
final class Connecting {
    private Connecting() {}

    /** What the server answered, if it did. */
    static Optional<String> answerIn(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException) {
                return Optional.of(String.valueOf(cause.getMessage()));
            }
        }
        return Optional.empty();
    }

    /** What the server said no with, {@link Refusal#OTHER} if it said nothing. */
    static Refusal refusalOf(Throwable failure) {
        return answerIn(failure).map(Refusal::of).orElse(Refusal.OTHER);
    }
}
