package dev.peruser.it.scenarios;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that the test moves. It starts with the time that it is. */
final class MovableClock implements InstantSource {
    private volatile Instant now =
            Instant.ofEpochSecond(InstantSource.system().instant().getEpochSecond());

    @Override
    public Instant instant() {
        return now;
    }

    MovableClock passes(Duration time) {
        now = now.plus(time);
        return this;
    }
}
