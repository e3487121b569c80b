package dev.peruser.internal.visit;

import dev.peruser.ValueTypes;
import dev.peruser.Visit;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is known of one request: what its browser presented or brings, and is to be told, and its values' types. */
public record Presented(
        GuestTokens tokens,
        ConsistencyTokens consistencyTokens,
        Visit.NewGuests newGuests,
        @Nullable ValueTypes types,
        Purpose purpose,
        Supplier<Optional<String>> signInPlace,
        Visit.@Nullable Brought brought) {

    /** Whether somebody comes. */
    public enum Purpose {
        VISIT,
        /** A job that nobody sees: if it only reads, the session expires as if it had not. */
        JOB
    }
}
