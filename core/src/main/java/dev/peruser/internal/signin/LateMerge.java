package dev.peruser.internal.signin;

import dev.peruser.Attribute;
import dev.peruser.ConflictException;
import dev.peruser.Limits;
import dev.peruser.MergeReport;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.record.MergeRecord;
import dev.peruser.internal.record.MergeReports;
import dev.peruser.internal.record.MergedSides;
import dev.peruser.internal.record.Undecided;
import dev.peruser.store.Deadline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Computes a merge again from what is recorded of it and the source as it would have been. */
final class LateMerge {
    private static final Limits NO_LIMITS = Limits.DEFAULT
            .withAttributeBytes(Integer.MAX_VALUE)
            .withSessionBytes(Integer.MAX_VALUE)
            .withAttributes(Integer.MAX_VALUE);

    private final EngineContext engine;
    private final AsideMerge asideMerge;
    private final Decisions decisions;

    LateMerge(EngineContext engine) {
        this.engine = engine;
        SignInMerge merge = new SignInMerge(engine.withLimits(NO_LIMITS)); // what exceeds them is refused, not left out
        this.asideMerge = new AsideMerge(engine, merge);
        this.decisions = new Decisions(engine, merge);
    }

    /**
     * The record with the next number: what the account would have been right after the merge.
     *
     * @param before what the merge was made of
     * @param after what it would have been made of
     */
    MergeRecord next(MergeRecord record, MergedSides before, MergedSides after, Deadline deadline) {
        Set<String> changed = changed(before, after);
        for (String name : changed) {
            if (engine.isDeclaredElsewhere(name, before.guest().get(name))
                    || engine.isDeclaredElsewhere(name, after.guest().get(name))) {
                throw new ConflictException("attribute '" + name + "' was changed after the sign-in merged the session,"
                        + " by a version of the application that doesn't declare it and so can't merge it;"
                        + " nothing of this request was saved");
            }
        }
        boolean isWhole = engine.settings().sessionMerger().isPresent();
        // As at the sign-in, what was left undecided on either side comes first.
        Map<String, byte[]> account =
                decisions.decide(after.account(), deadline).attributes();
        Map<String, byte[]> source = decisions.decide(after.guest(), deadline).attributes();
        MergedSides sides = isWhole
                ? new MergedSides(source, account, after.aside())
                : new MergedSides(only(changed, source), only(changed, account), after.aside());
        SignInMerge.Merged merged = asideMerge.merge(sides, deadline);
        // What this merge left undecided is decided with the changed source; what it would have been is the difference.
        Map<String, byte[]> earlier = decisions.decide(record.after(), deadline).attributes();
        Set<String> names = new HashSet<>(changed);
        if (isWhole) {
            names.addAll(earlier.keySet());
            names.addAll(merged.attributes().keySet());
        }
        Map<String, byte[]> state = new LinkedHashMap<>(earlier);
        for (String name : names) {
            if (Attribute.isCarried(name)) {
                byte @Nullable [] value = merged.attributes().get(name);
                if (value == null || isNothing(name, value, account)) {
                    state.remove(name);
                } else {
                    state.put(name, value);
                }
            }
        }
        return record.next(after, earlier, state, report(record, changed, merged.entries()));
    }

    /**
     * What the account has with the latest number of the record, on top of what it has done since.
     *
     * @throws ConflictException if that is still undecided, and this version can't decide it
     */
    Map<String, byte[]> onTopOf(Map<String, byte[]> present, MergeRecord record, Deadline deadline) {
        Map<String, byte[]> decided = decisions.decide(present, deadline).attributes();
        Set<String> reached = reached(record);
        if (Undecided.in(decided, engine.codec()).stream().anyMatch(entry -> reached.contains(entry.name()))) {
            throw new ConflictException("a change that came after the sign-in is left to a server of the application's"
                    + " version that declares the attribute; nothing of this request was saved");
        }
        return engine.stateRebase(deadline).rebase(record.before(), decided, record.after());
    }

    /** What the account had not, and what comes from a guest's that is empty: as if the guest had had none. */
    private boolean isNothing(String name, byte[] value, Map<String, byte[]> account) {
        return !account.containsKey(name) && Arrays.equals(value, emptied(name, value));
    }

    /**
     * What a guest's attribute becomes if all is taken out of it, so that later changes inside it have a place; null if
     * it goes as a whole, as one does that is one thing, or whose rule would take what is empty for a choice.
     */
    byte @Nullable [] emptied(String name, byte @Nullable [] value) {
        return isOrdered(name)
                ? null
                : engine.stateRebase(Deadline.after(engine.settings().deadline()))
                        .beginning(name, value);
    }

    /** The report with what is new about the attributes that were changed. */
    private Map<String, @Nullable Object> report(
            MergeRecord record, Set<String> changed, List<MergeReport.Entry> entries) {
        List<MergeReport.Entry> all = new ArrayList<>();
        MergeReports.read(record.report(), engine.codec()).entries().stream()
                .filter(entry -> !changed.contains(entry.attribute()))
                .forEach(all::add);
        entries.stream().filter(entry -> changed.contains(entry.attribute())).forEach(all::add);
        return MergeReports.write(engine.storage().now(), all);
    }

    /** The names of what a late change made different of the account's state. */
    Set<String> reached(MergeRecord next) {
        return changed(next.before(), next.after());
    }

    /** Whether it matters which of two merges of an attribute came first. */
    boolean isOrdered(String name) {
        @Nullable Attribute<?> declared = engine.registry().find(name);
        return engine.settings().sessionMerger().isPresent()
                || (declared != null && declared.merger().isPresent() && !declared.isCounter());
    }

    private static Set<String> changed(MergedSides before, MergedSides after) {
        Set<String> names = changed(before.guest(), after.guest());
        names.addAll(changed(before.account(), after.account()));
        Set<String> all = new HashSet<>(before.guest().keySet());
        all.addAll(before.account().keySet());
        all.removeIf(name -> before.aside().of(name) == after.aside().of(name));
        names.addAll(all);
        return names;
    }

    private static Set<String> changed(Map<String, byte[]> before, Map<String, byte[]> after) {
        Set<String> names = new HashSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> !Attribute.isCarried(name) || Arrays.equals(before.get(name), after.get(name)));
        return names;
    }

    private static Map<String, byte[]> only(Set<String> names, Map<String, byte[]> all) {
        Map<String, byte[]> some = new LinkedHashMap<>(all);
        some.keySet().retainAll(names);
        return some;
    }
}
