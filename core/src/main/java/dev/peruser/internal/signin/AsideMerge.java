package dev.peruser.internal.signin;

import dev.peruser.Attribute;
import dev.peruser.MergeReport;
import dev.peruser.MergeReport.Outcome;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.record.Aside;
import dev.peruser.internal.record.KeptForm;
import dev.peruser.internal.record.MergedSides;
import dev.peruser.store.Deadline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Merges what is not set aside, and tells in the report what is. */
final class AsideMerge {
    private final EngineContext engine;
    private final SignInMerge merge;

    AsideMerge(EngineContext engine, SignInMerge merge) {
        this.engine = engine;
        this.merge = merge;
    }

    SignInMerge.Merged merge(MergedSides sides, Deadline deadline) {
        Aside aside = sides.aside();
        if (aside.equals(Aside.NOTHING)) {
            return merge.merge(sides.account(), sides.guest(), deadline);
        }
        Map<String, byte[]> account = aside.without(Aside.Side.ACCOUNT, sides.account());
        Map<String, byte[]> guest = aside.without(Aside.Side.GUEST, sides.guest());
        boolean isNothingLeft = guest.keySet().stream().noneMatch(Attribute::isCarried);
        Instant now = engine.storage().now();
        SignInMerge.Merged merged = isNothingLeft
                ? new SignInMerge.Merged(StoredAttribute.unexpired(account, now), List.of())
                : merge.merge(account, guest, deadline);
        return new SignInMerge.Merged(merged.attributes(), entries(sides, merged.entries(), now));
    }

    private List<MergeReport.Entry> entries(MergedSides sides, List<MergeReport.Entry> merged, Instant now) {
        Map<String, MergeReport.Entry> entries = new LinkedHashMap<>();
        merged.forEach(entry -> entries.put(entry.attribute(), entry));
        Map<String, byte[]> guest = StoredAttribute.unexpired(sides.guest(), now);
        sides.aside()
                .only(Aside.Side.GUEST, guest)
                .forEach((name, bytes) -> entries.put(
                        name, new MergeReport.Entry(name, Outcome.SET_ASIDE, plain(name, bytes), Optional.empty())));
        sides.aside()
                .only(Aside.Side.ACCOUNT, StoredAttribute.unexpired(sides.account(), now))
                .forEach((name, bytes) -> entries.computeIfPresent(
                        name,
                        (same, entry) -> new MergeReport.Entry(
                                name, Outcome.REPLACED, entry.guestValue(), Optional.ofNullable(plain(name, bytes)))));
        return new ArrayList<>(entries.values());
    }

    private @Nullable Object plain(String name, byte[] bytes) {
        return KeptForm.plain(name, bytes, engine.codec());
    }
}
