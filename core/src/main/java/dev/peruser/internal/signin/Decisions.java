package dev.peruser.internal.signin;

import dev.peruser.MergeReport;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.merge.StateRebase;
import dev.peruser.internal.record.Undecided;
import dev.peruser.store.Deadline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Merges what servers that lack a declaration had to leave {@linkplain Undecided undecided}, as it would have been
 * merged then: each merge in its order, and what the account did since on top.
 */
final class Decisions {
    private final EngineContext engine;
    private final SignInMerge merge;

    Decisions(EngineContext engine, SignInMerge merge) {
        this.engine = engine;
        this.merge = merge;
    }

    /** Whether this version knows a declaration that another one lacked. */
    boolean areDue(Map<String, byte[]> attributes) {
        return attributes.containsKey(Undecided.ATTRIBUTE)
                && Undecided.in(attributes, engine.codec()).stream().anyMatch(this::isKnown);
    }

    private boolean isKnown(Undecided entry) {
        return engine.registry().find(entry.name()) != null;
    }

    /** The attributes with all that can be decided here, and what was done. */
    SignInMerge.Merged decide(Map<String, byte[]> attributes, Deadline deadline) {
        if (!areDue(attributes)) {
            return new SignInMerge.Merged(attributes, List.of());
        }
        Map<String, byte[]> decided = new LinkedHashMap<>(attributes);
        List<MergeReport.Entry> entries = new ArrayList<>();
        List<Undecided> all = Undecided.in(attributes, engine.codec());
        Set<String> names = new LinkedHashSet<>();
        all.stream().filter(this::isKnown).forEach(entry -> names.add(entry.name()));
        for (String name : names) {
            byte @Nullable [] value = decide(Undecided.of(name, all), attributes.get(name), entries, deadline);
            if (value == null) {
                decided.remove(name);
            } else {
                decided.put(name, value);
            }
        }
        List<Undecided> left =
                all.stream().filter(entry -> !names.contains(entry.name())).toList();
        Undecided.write(left, decided, engine.codec());
        return new SignInMerge.Merged(decided, List.copyOf(entries));
    }

    /** One attribute. */
    private byte @Nullable [] decide(
            List<Undecided> open, byte @Nullable [] present, List<MergeReport.Entry> entries, Deadline deadline) {
        if (open.isEmpty()) {
            return present;
        }
        StateRebase rebase = engine.stateRebase(deadline);
        byte @Nullable [] value = open.get(0).account();
        for (int index = 0; index < open.size(); index++) {
            Undecided entry = open.get(index);
            byte @Nullable [] guest = decide(entry.ofGuest(), entry.guest(), entries, deadline);
            value = merged(entry, value, guest, entries, deadline);
            byte @Nullable [] next =
                    index + 1 < open.size() ? open.get(index + 1).account() : present;
            value = rebase.rebase(entry.name(), entry.account(), next, value);
        }
        return value;
    }

    private byte @Nullable [] merged(
            Undecided entry,
            byte @Nullable [] value,
            byte @Nullable [] guest,
            List<MergeReport.Entry> entries,
            Deadline deadline) {
        Map<String, byte[]> account = value == null ? Map.of() : Map.of(entry.name(), value);
        Map<String, byte[]> guests = guest == null ? Map.of() : Map.of(entry.name(), guest);
        SignInMerge.Merged merged = entry.isOneGuests()
                ? merge.mergeGuests(account, guests, deadline)
                : merge.merge(account, guests, deadline);
        entries.addAll(merged.entries());
        return merged.attributes().get(entry.name());
    }
}
