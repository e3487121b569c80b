package dev.peruser.internal.session;

import dev.peruser.Attribute;
import dev.peruser.UserSession;
import dev.peruser.ValueTypes;
import dev.peruser.internal.merge.Patch;
import dev.peruser.internal.merge.ThreeWayMerge;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one request changed in a session, in order, so that it can be rebased onto a newer state. Not safe for use by
 * many threads.
 */
public final class ChangeLog {
    private final List<Step> steps = new ArrayList<>();
    private final @Nullable ValueTypes types;

    /**
     * An empty one.
     *
     * @param types as which types its functions get values that are not declared
     */
    public ChangeLog(@Nullable ValueTypes types) {
        this.types = types;
    }

    /** One change. */
    sealed interface Step {
        /** What the step changed in the session that it was made on. */
        List<Patch> effect();
    }

    /** Values that were put or changed in place. */
    public record Edit(Patch patch) implements Step {
        @Override
        public List<Patch> effect() {
            return List.of(patch);
        }
    }

    /** A function that is to be run again on the newest state. */
    public record Update(Consumer<UserSession> function, List<Patch> effect) implements Step {}

    public void add(Step step) {
        steps.add(step);
    }

    /** Whether there is anything to save: an update that changed nothing is no reason to write. */
    public boolean hasEffect() {
        for (Step step : steps) {
            if (!step.effect().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    public void clear() {
        steps.clear();
    }

    /** Runs everything again: edits as three-way merges, updates as functions. */
    public void rebase(WorkingCopy newest) {
        newest.typedBy(types);
        for (Step step : steps) {
            if (step instanceof Update update) {
                newest.run(update.function());
            } else {
                step.effect().forEach(patch -> newest.apply(patch, ThreeWayMerge.Missing.WAS_REMOVED));
            }
        }
    }

    /**
     * Applies what was changed to a session with another history. No function runs: the application's code of a guest's
     * request must not see the user's data.
     */
    public void transfer(WorkingCopy other) {
        steps.stream()
                .flatMap(step -> step.effect().stream())
                .filter(patch -> Attribute.isCarried(patch.name()))
                .forEach(patch -> other.apply(patch, ThreeWayMerge.Missing.NEVER_WAS));
    }
}
