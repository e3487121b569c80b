package dev.peruser.internal.visit;

import dev.peruser.GuestRecord;
import dev.peruser.Visit;
import java.util.Optional;

/** What the browser of one request presented, and what it is to be told. */
public record Presented(
        GuestTokens tokens,
        ConsistencyTokens consistencyTokens,
        Visit.NewGuests newGuests,
        Optional<GuestRecord> guestRecord) {}
