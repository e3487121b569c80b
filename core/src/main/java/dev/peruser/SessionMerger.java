package dev.peruser;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces all merge rules at sign-in: gets both sessions whole and gives what the user's session is to hold. Declared
 * attributes come as their types, others as JSON-like values; what can't be read is left out and stays as it is. What
 * the result leaves out is gone, and the {@linkplain MergeReport.Outcome#DROPPED report} has it. The rules for
 * exceptions and repeated calls are those of {@link Merger}.
 */
@FunctionalInterface
public interface SessionMerger {

    /**
     * Merges.
     *
     * @param user the user's attributes; may be changed and returned
     * @param guest the guest's attributes without those whose names start with {@code __}
     */
    Map<String, @Nullable Object> merge(Map<String, @Nullable Object> user, Map<String, @Nullable Object> guest);
}
