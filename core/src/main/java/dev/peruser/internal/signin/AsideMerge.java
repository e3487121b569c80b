package dev.peruser.internal.signin;

import dev.peruser.Attribute;
import dev.peruser.MergeReport;
import dev.peruser.MergeReport.Outcome;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.record.Aside;
import dev.peruser.internal.record.KeptForm;
import dev.peruser.internal.record.MergedSides;
import dev.peruser.internal.record.Undecided;
import dev.peruser.internal.session.LimitCheck;
import dev.peruser.store.Deadline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Merges what is not set aside, and tells in the report what is. Of what is set aside no rule is asked: the account
 * keeps its own, or has the guest's as it is stored.
 */
final class AsideMerge {
    private final EngineContext engine;
    private final SignInMerge merge;

    AsideMerge(EngineContext engine, SignInMerge merge) {
        this.engine = engine;
        this.merge = merge;
    }

    /**
     * What was merged.
     *
     * @param aside what is set aside indeed: of a guest's value that is too large for the account nothing is
     */
    record Result(SignInMerge.Merged merged, Aside aside) {}

    Result merge(MergedSides sides, Deadline deadline) {
        if (sides.aside().equals(Aside.NOTHING)) {
            return new Result(merge.merge(sides.account(), sides.guest(), deadline), Aside.NOTHING);
        }
        return new Merging(sides).merge(deadline);
    }

    private final class Merging {
        private final Instant now = engine.storage().now();
        private final Map<String, byte[]> guest;
        private final Map<String, byte[]> account;
        private Aside aside;

        Merging(MergedSides sides) {
            guest = StoredAttribute.unexpired(sides.guest(), now);
            account = StoredAttribute.unexpired(sides.account(), now);
            aside = sides.aside();
        }

        Result merge(Deadline deadline) {
            Map<String, byte[]> guests = withOpen(guest, name -> isByRule(name));
            Map<String, byte[]> accounts = withOpen(account, name -> !isGuestsOnly(name));
            SignInMerge.Merged merged = guests.keySet().stream().noneMatch(Attribute::isCarried)
                    ? new SignInMerge.Merged(accounts, List.of())
                    : merge.merge(accounts, guests, deadline);
            Map<String, byte[]> result = new LinkedHashMap<>(merged.attributes());
            Map<String, MergeReport.Entry> entries = new LinkedHashMap<>();
            merged.entries().forEach(entry -> entries.put(entry.attribute(), entry));
            keepAccounts(result, entries);
            takeGuests(result, entries);
            return new Result(new SignInMerge.Merged(result, new ArrayList<>(entries.values())), aside);
        }

        private boolean isByRule(String name) {
            return aside.of(name) != Aside.Side.GUEST && !isGuestsOnly(name);
        }

        /** Whether the account has the guest's, whatever its own was. */
        private boolean isGuestsOnly(String name) {
            return aside.of(name).isWithoutAccounts() && guest.containsKey(name);
        }

        /** Some of the attributes, and what is undecided of them. */
        private Map<String, byte[]> withOpen(Map<String, byte[]> attributes, Predicate<String> isWanted) {
            Map<String, byte[]> some = new LinkedHashMap<>(attributes);
            some.keySet().removeIf(isWanted.negate());
            Undecided.write(open(attributes, isWanted), some, engine.codec());
            return some;
        }

        private List<Undecided> open(Map<String, byte[]> attributes, Predicate<String> isWanted) {
            return Undecided.in(attributes, engine.codec()).stream()
                    .filter(entry -> isWanted.test(entry.name()))
                    .toList();
        }

        private void keepAccounts(Map<String, byte[]> result, Map<String, MergeReport.Entry> entries) {
            for (String name : new MergedSides(guest, account, aside).names()) {
                if (aside.of(name) == Aside.Side.GUEST) {
                    StoredAttribute.putOrRemove(result, name, account.get(name));
                    entries.remove(name);
                }
            }
            aside.only(Aside.Side.GUEST, guest)
                    .forEach((name, bytes) -> entries.put(name, entry(name, Outcome.SET_ASIDE, null)));
        }

        private void takeGuests(Map<String, byte[]> result, Map<String, MergeReport.Entry> entries) {
            for (String name : List.copyOf(guest.keySet())) { // in this order the limits are met, too
                if (isGuestsOnly(name)) {
                    takeGuests(name, result, entries);
                }
            }
        }

        private void takeGuests(String name, Map<String, byte[]> result, Map<String, MergeReport.Entry> entries) {
            byte @Nullable [] accounts = account.get(name);
            byte[] guests = Objects.requireNonNull(guest.get(name));
            result.put(name, guests);
            if (new LimitCheck.Merged(engine.settings().limits(), result).exceeds(accounts, guests)) {
                StoredAttribute.putOrRemove(result, name, accounts);
                addOpen(result, open(account, name::equals));
                aside = aside.with(name, Aside.Side.NEITHER);
                entries.put(name, entry(name, Outcome.TOO_LARGE, null));
            } else {
                addOpen(result, open(guest, name::equals));
                entries.put(name, entry(name, accounts == null ? Outcome.CARRIED : Outcome.REPLACED, accounts));
            }
        }

        private void addOpen(Map<String, byte[]> result, List<Undecided> more) {
            List<Undecided> all = new ArrayList<>(Undecided.in(result, engine.codec()));
            all.addAll(more);
            Undecided.write(all, result, engine.codec());
        }

        private MergeReport.Entry entry(String name, Outcome outcome, byte @Nullable [] before) {
            return new MergeReport.Entry(
                    name, outcome, plain(name, guest.get(name)), Optional.ofNullable(plain(name, before)));
        }
    }

    private @Nullable Object plain(String name, byte @Nullable [] bytes) {
        return bytes == null ? null : KeptForm.plain(name, bytes, engine.codec());
    }
}
