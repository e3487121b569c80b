package dev.peruser.it.interleavings;

import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Explores the scenario that a broken rule shows in, until something is violated. Public, so that another class loader
 * finds it.
 */
public final class FirstViolation implements UnaryOperator<String> {
    private static final Logger LOGGER = Logger.getLogger("dev.peruser");

    /** Explores, for the name of a variant; the answer is empty if nothing is violated. */
    @Override
    public String apply(String variant) {
        LOGGER.setLevel(Level.OFF);
        return new Explorer(scenario(variant), 2, 1)
                .explore().violations().stream().findFirst().orElse("");
    }

    private static Scenario scenario(String variant) {
        return switch (variant) {
            case "FOREIGN_CLAIMS_NOT_FINISHED", "LATE_CHANGES_AS_OPERATIONS" ->
                Scenarios.twoUsers().mayMeet(0, 1, 1);
            case "SOURCE_READ_BEFORE_TARGET" ->
                Scenarios.gatheringAndALateRequest().mayMeet(1, 1, 1);
            case "RECORD_OF_ANOTHER_VERSION_ABSORBED" ->
                Scenarios.signInAndDevices().mayMeet(0, 1, 1);
            case "LEDGER_PRUNED_BEFORE_RELEASE" ->
                Scenarios.lateGuests(Scenarios.MARKERS_EXPIRE).mayMeet(0, 1, 1);
            case "MERGED_WITHOUT_THE_DECLARATION" -> Scenarios.olderVersion().mayMeet(0, 1, 1);
            case "PRINCIPAL_ASKED_AGAIN_AT_COMMIT" ->
                Scenarios.principalChangesAndADevice().mayMeet(1, 1, 1);
            case "RECORD_REPLACES_WHAT_CAME_SINCE" ->
                Scenarios.takenBackAndADevice().mayMeet(1, 1, 1);
            case "NO_COMMIT_ID", "LIST_ADDITIONS_COLLAPSED" ->
                Scenarios.commits().mayMeet(1, 1, 1);
            default -> throw new IllegalArgumentException("no scenario is known that " + variant + " shows in");
        };
    }
}
