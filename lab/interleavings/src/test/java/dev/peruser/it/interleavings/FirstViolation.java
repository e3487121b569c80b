package dev.peruser.it.interleavings;

import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Explores one scenario after the other until something is violated. Public, so that another class loader finds it. */
public final class FirstViolation implements Supplier<String> {
    private static final Logger LOGGER = Logger.getLogger("dev.peruser");

    /** Explores; the answer is empty if nothing is violated. */
    @Override
    public String get() {
        LOGGER.setLevel(Level.OFF);
        return Scenarios.all().stream()
                .flatMap(scenario -> new Explorer(scenario, 2, 1).explore().violations().stream())
                .findFirst()
                .orElse("");
    }
}
