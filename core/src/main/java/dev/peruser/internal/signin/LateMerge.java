package dev.peruser.internal.signin;

import dev.peruser.Attribute;
import dev.peruser.ConflictException;
import dev.peruser.Limits;
import dev.peruser.MergeReport;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.record.Aside;
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
     * @param wanted what it would have been made of
     */
    MergeRecord next(MergeRecord record, MergedSides before, MergedSides wanted, Deadline deadline) {
        boolean isWhole = engine.settings().sessionMerger().isPresent();
        Set<String> changed = changed(before, wanted);
        MergedSides after =
                wanted.met(isWhole ? wanted.names() : changed, engine.storage().now());
        Set<String> merging = new HashSet<>(changed);
        merging.removeIf(name -> before.isMergedAlike(name, after));
        requireDeclared(merging, before, after);
        // As at the sign-in, what was left undecided on either side comes first.
        Map<String, byte[]> account =
                decisions.decide(after.account(), deadline).attributes();
        Map<String, byte[]> source = decisions.decide(after.guest(), deadline).attributes();
        MergedSides sides = isWhole
                ? new MergedSides(source, account, after.aside())
                : new MergedSides(only(changed, source), only(changed, account), after.aside());
        SignInMerge.Merged merged = asideMerge.merge(sides, deadline).merged();
        // What this merge left undecided is decided with the changed source; what it would have been is the difference.
        Map<String, byte[]> earlier =
                new LinkedHashMap<>(decisions.decide(record.after(), deadline).attributes());
        merging.stream()
                .filter(name -> isCarriedNow(name, before.aside(), after.aside()))
                .forEach(name -> StoredAttribute.putOrRemove(earlier, name, account.get(name)));
        Set<String> names = new HashSet<>(merging);
        if (isWhole && !merging.isEmpty()) {
            names.addAll(earlier.keySet());
            names.addAll(merged.attributes().keySet());
        }
        Map<String, byte[]> state = new LinkedHashMap<>(earlier);
        for (String name : names) {
            if (Attribute.isCarried(name)) {
                byte @Nullable [] value = merged.attributes().get(name);
                boolean isOfSameSides = before.aside().of(name) == after.aside().of(name);
                boolean isNothing = value != null && isOfSameSides && isNothing(name, value, account.get(name));
                StoredAttribute.putOrRemove(state, name, isNothing ? null : value);
            }
        }
        return record.next(after, earlier, state, report(record, changed, merged.entries()));
    }

    private void requireDeclared(Set<String> merging, MergedSides before, MergedSides after) {
        for (String name : merging) {
            if (engine.isDeclaredElsewhere(name, before.guest().get(name))
                    || engine.isDeclaredElsewhere(name, after.guest().get(name))) {
                throw new ConflictException("attribute '" + name + "' was changed after the sign-in merged the session,"
                        + " by a version of the application that doesn't declare it and so can't merge it;"
                        + " nothing of this request was saved");
            }
        }
    }

    /** Whether an attribute is merged with what the account has now, as it was not merged at the sign-in. */
    boolean isWithPresent(String name, MergeRecord before, MergeRecord after) {
        return engine.settings().sessionMerger().isEmpty() && isCarriedNow(name, before.aside(), after.aside());
    }

    private static boolean isCarriedNow(String name, Aside before, Aside after) {
        return before.of(name) == Aside.Side.GUEST && after.of(name) == Aside.Side.CARRIED;
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
    private boolean isNothing(String name, byte[] value, byte @Nullable [] account) {
        return account == null && Arrays.equals(value, emptied(name, value, null));
    }

    /**
     * What a guest's attribute becomes if all is taken out of it, so that later changes inside it have a place; null if
     * it goes as a whole, as one does that is one thing, whose rule would take what is empty for a choice, or that the
     * account has as something of another kind.
     */
    byte @Nullable [] emptied(String name, byte @Nullable [] value, byte @Nullable [] account) {
        return isOrdered(name) || !isOfSameKind(name, value, account)
                ? null
                : engine.stateRebase(Deadline.after(engine.settings().deadline()))
                        .beginning(name, value);
    }

    /** Whether one could be merged into the other: two maps, two lists, or two that are neither. */
    private static boolean isOfSameKind(String name, byte @Nullable [] one, byte @Nullable [] other) {
        return one == null || other == null || kind(name, one) == kind(name, other);
    }

    private static int kind(String name, byte[] bytes) {
        byte[] json = StoredAttribute.parse(name, bytes).json();
        return json.length > 0 && (json[0] == '{' || json[0] == '[') ? json[0] : 0;
    }

    /** The report with what is new about the attributes that were changed. */
    private Map<String, @Nullable Object> report(
            MergeRecord record, Set<String> changed, List<MergeReport.Entry> entries) {
        List<MergeReport.Entry> all = new ArrayList<>();
        MergeReports.read(record.report(), engine.codec()).entries().stream()
                .filter(entry -> !changed.contains(entry.attribute()))
                .forEach(all::add);
        entries.stream().filter(entry -> changed.contains(entry.attribute())).forEach(all::add);
        return MergeReports.write(
                MergeReports.read(record.report(), engine.codec()).mergedAt(), all);
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
        Set<String> all = before.names();
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
