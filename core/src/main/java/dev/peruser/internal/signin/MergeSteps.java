package dev.peruser.internal.signin;

import dev.peruser.MergeReport;
import dev.peruser.PerUserListener;
import dev.peruser.SessionDataException;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.commit.CompareAndSet;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.commit.Settings;
import dev.peruser.internal.record.Aside;
import dev.peruser.internal.record.KeptForm;
import dev.peruser.internal.record.MergeRecord;
import dev.peruser.internal.record.MergeReports;
import dev.peruser.internal.record.MergedSides;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import dev.peruser.store.StoredSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The steps of an absorb that carry data. A claim has the {@linkplain MergeRecord record} of the merge, and names the
 * version of the target that it was computed from; only on top of that one is the target saved. If the target has moved
 * on, the merge is made anew and claimed anew. So what the target gets is always what is recorded, whoever saves it,
 * and no rule runs twice for one state. Two sessions of one guest have no record: they meet by no rule.
 */
final class MergeSteps {
    private final EngineContext engine;
    private final CompareAndSet compareAndSet;
    private final SignInMerge merge;
    private final AsideMerge asideMerge;
    private final Decisions decisions;

    MergeSteps(EngineContext engine) {
        this.engine = engine;
        this.compareAndSet = new CompareAndSet(engine);
        this.merge = new SignInMerge(engine);
        this.asideMerge = new AsideMerge(engine, merge);
        this.decisions = new Decisions(engine, merge);
    }

    static boolean isOneGuests(Snapshot to, Snapshot from) {
        return to.location().isGuest() && from.location().isGuest();
    }

    /** What was set aside when a source was claimed. */
    Aside aside(Snapshot claimed) {
        return claimed.mergeRecord(engine.codec()).map(MergeRecord::aside).orElse(Aside.NOTHING);
    }

    /** Merges in memory, after what was left undecided on either side. */
    AsideMerge.Result merged(Snapshot to, Snapshot from, Aside aside, Deadline deadline) {
        AbsorbFailures.requireTime(deadline); // what the store has used up is no merge's fault
        SignInMerge.Merged account = decisions.decide(to.attributes(), deadline);
        SignInMerge.Merged guest = decisions.decide(from.content(), deadline);
        AsideMerge.Result result = isOneGuests(to, from)
                ? new AsideMerge.Result(
                        merge.mergeGuests(account.attributes(), guest.attributes(), deadline), Aside.NOTHING)
                : merged(new MergedSides(guest.attributes(), account.attributes(), aside), deadline);
        List<MergeReport.Entry> entries = new ArrayList<>(account.entries());
        entries.addAll(guest.entries());
        entries.addAll(result.merged().entries());
        return new AsideMerge.Result(new SignInMerge.Merged(result.merged().attributes(), entries), result.aside());
    }

    private AsideMerge.Result merged(MergedSides sides, Deadline deadline) {
        MergedSides met = sides.met(sides.names(), engine.storage().now());
        return asideMerge.merge(met, deadline);
    }

    /** The source becomes "claimed by this version of the target". Empty: it is no longer as it was seen. */
    Optional<Snapshot> claim(Snapshot from, Snapshot by, AsideMerge.Result merge, Deadline deadline) {
        SignInMerge.Merged merged = merge.merged();
        Header claimed = from.header().withState(Header.State.CLAIMED, by.asTarget());
        Map<String, byte[]> content = from.content();
        if (!isOneGuests(by, from)) {
            StoredSession target = Objects.requireNonNull(by.stored());
            content = MergeRecord.first(
                            target.version(),
                            by.attributes(),
                            withReport(merged, from),
                            report(merged.entries()),
                            merge.aside())
                    .with(content, engine.codec());
        }
        return compareAndSet.save(from, claimed, content, later(from.expiresAt(), by.expiresAt()), deadline);
    }

    /** What the claim names, if it is of the target as it is now. */
    Optional<MergeRecord> recorded(Snapshot claimed, Snapshot to) {
        return claimed.mergeRecord(engine.codec())
                .filter(record -> to.stored() != null
                        && record.version().equals(to.stored().version()));
    }

    /** The target gets what is recorded. Empty: it is no longer as it was seen. */
    Optional<Snapshot> absorb(
            Snapshot to, Snapshot claimed, MergeRecord record, PerUserListener.Absorption how, Deadline deadline) {
        Optional<Snapshot> saved = save(to, claimed, record.after(), record.number(), deadline);
        if (saved.isPresent()) {
            MergeReport report = MergeReports.read(record.report(), engine.codec());
            engine.listener().absorbed(report, how);
        }
        return saved;
    }

    /** The same for two sessions of one guest. */
    Optional<Snapshot> absorbGuests(Snapshot to, Snapshot claimed, SignInMerge.Merged merged, Deadline deadline) {
        Optional<Snapshot> saved = save(to, claimed, merged.attributes(), 0, deadline);
        if (saved.isPresent()) {
            MergeReport nothing = new MergeReport(engine.storage().now(), List.of(), engine.codec()::convert);
            engine.listener().absorbed(nothing, PerUserListener.Absorption.GUESTS);
        }
        return saved;
    }

    private Optional<Snapshot> save(
            Snapshot to, Snapshot claimed, Map<String, byte[]> attributes, int number, Deadline deadline) {
        Instant until = later(claimed.expiresAt(), to.expiresAt());
        String key = claimed.location().key().text();
        Header header = engine.header(to)
                .withoutPending(key)
                .withAbsorbed(new Header.Absorbed(claimed.incarnation(), until, key, number));
        return compareAndSet.save(to, header, attributes, engine.expiry(to), deadline);
    }

    boolean areDecisionsDue(Snapshot session) {
        return decisions.areDue(session.attributes());
    }

    /** Saves what servers without a declaration had to leave open, if this one knows it. */
    Snapshot decide(Snapshot session, Deadline deadline) {
        Snapshot current = session;
        while (current.isActive() && decisions.areDue(current.attributes())) {
            SignInMerge.Merged decided = decisions.decide(current.attributes(), deadline);
            Map<String, byte[]> attributes = new LinkedHashMap<>(decided.attributes());
            if (!current.location().isGuest() && !decided.entries().isEmpty()) {
                addReport(attributes, report(decided.entries()));
            }
            Optional<Snapshot> saved =
                    compareAndSet.save(current, engine.header(current), attributes, engine.expiry(current), deadline);
            if (saved.isPresent()) {
                return saved.get();
            }
            AbsorbFailures.requireTime(deadline);
            current = engine.storage().load(session.location(), deadline);
        }
        return current;
    }

    private Map<String, @Nullable Object> report(List<MergeReport.Entry> entries) {
        return MergeReports.write(engine.storage().now(), entries);
    }

    /** What the target has afterwards: of the report no more than where it is, if it can be kept with the source. */
    private Map<String, byte[]> withReport(SignInMerge.Merged merged, Snapshot from) {
        if (merged.entries().isEmpty()) {
            return merged.attributes();
        }
        Map<String, byte[]> attributes = new LinkedHashMap<>(merged.attributes());
        addReport(attributes, MergeReports.reference(from.location().key().text(), from.incarnation()));
        return attributes;
    }

    private void addReport(Map<String, byte[]> attributes, Map<String, @Nullable Object> report) {
        byte[] reports;
        try {
            reports = appended(
                    KeptForm.plain(MergeReports.ATTRIBUTE, attributes.get(MergeReports.ATTRIBUTE), engine.codec()),
                    report);
        } catch (SessionDataException | JacksonException | IllegalStateException damaged) {
            reports = appended(null, report); // what can be read and not written must not stop a merge
        }
        Instant now = engine.storage().now();
        StoredAttribute.Expiry expiry = new StoredAttribute.Expiry(now.plus(Settings.Lifetimes.LONGEST_RECORD), now);
        attributes.put(
                MergeReports.ATTRIBUTE, StoredAttribute.of(reports, expiry).bytes());
    }

    private byte[] appended(@Nullable Object earlier, Map<String, @Nullable Object> report) {
        return MergeReports.append(
                earlier, report, engine.codec(), engine.settings().limits().sessionBytes());
    }

    static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
