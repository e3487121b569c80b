package dev.peruser.internal.signin;

import dev.peruser.Attribute;
import dev.peruser.SessionDataException;
import dev.peruser.SessionExport;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.record.Aside;
import dev.peruser.internal.record.MergeReports;
import dev.peruser.internal.record.MergedSides;
import dev.peruser.internal.record.Undecided;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import dev.peruser.store.StoredSession;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Reads all that is stored about a user, and writes nothing. */
public final class Exporter {
    private static final int FORMAT = 1;

    private final EngineContext engine;

    public Exporter(EngineContext engine) {
        this.engine = engine;
    }

    /**
     * Reads.
     *
     * @param locations where something of the user's may be kept: the present place first
     */
    public SessionExport export(List<SessionLocation> locations, Deadline deadline) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        content.put("format", FORMAT);
        content.put("exportedAt", engine.storage().now().toString());
        content.putAll(content(locations.get(0), deadline));
        for (SessionLocation other : locations.subList(1, locations.size())) {
            Map<String, @Nullable Object> left = content(other, deadline);
            if (!export(left).isEmpty()) {
                content.put("leftElsewhere", left);
            }
        }
        return export(content);
    }

    private SessionExport export(Map<String, @Nullable Object> content) {
        return new SessionExport(Collections.unmodifiableMap(content), engine.codec()::encodePlain);
    }

    private Map<String, @Nullable Object> content(SessionLocation location, Deadline deadline) {
        Snapshot session = engine.storage().load(location, deadline);
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        content.put("keptIn", location.keeper().description());
        if (session.stored() != null) {
            Map<String, @Nullable Object> written = session(session, deadline);
            List<@Nullable Object> absorbed = absorbed(session, deadline);
            if (!absorbed.isEmpty()) {
                written.put("absorbed", absorbed);
            }
            content.put("session", written);
        }
        List<@Nullable Object> pending = pending(session, deadline);
        if (!pending.isEmpty()) {
            content.put("pending", pending);
        }
        return content;
    }

    private Map<String, @Nullable Object> session(Snapshot session, Deadline deadline) {
        StoredSession stored = Objects.requireNonNull(session.stored());
        Header header = session.header();
        Map<String, @Nullable Object> written = new LinkedHashMap<>();
        written.put("state", header.state().name().toLowerCase(Locale.ROOT));
        written.put("createdAt", header.createdAt().toString());
        written.put("expiresAt", stored.expiresAt().toString());
        written.put("isExpired", stored.isExpiredAt(engine.storage().now()));
        if (!header.commits().isEmpty()) {
            written.put(
                    "lastSavedAt",
                    header.commits().stream()
                            .map(commit -> commit.at().toString())
                            .toList());
        }
        if (header.erasedAt() != null) {
            written.put("erasedBeforeAt", header.erasedAt().toString());
        }
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        session.content().forEach((name, bytes) -> {
            Map<String, @Nullable Object> attribute = attribute(name, bytes);
            if (name.equals(MergeReports.ATTRIBUTE) && attribute.containsKey("value")) {
                written.put(
                        "mergeReports",
                        MergeReports.found(
                                attribute.get("value"),
                                (source, incarnation) -> engine.recordedReport(source, incarnation, deadline)));
            } else if (name.equals(Undecided.ATTRIBUTE)) {
                written.put("undecided", undecided(Undecided.in(session.content(), engine.codec())));
            } else {
                attributes.put(name, attribute);
            }
        });
        written.put("attributes", attributes);
        if (!header.unknown().isEmpty()) {
            written.put(
                    "unknownFields",
                    header.unknown().stream()
                            .map(field -> base64(field.bytes()))
                            .toList());
        }
        return written;
    }

    private List<@Nullable Object> undecided(List<Undecided> open) {
        List<@Nullable Object> written = new ArrayList<>();
        for (Undecided entry : open) {
            Map<String, @Nullable Object> sides = new LinkedHashMap<>();
            sides.put("attribute", entry.name());
            sides.put("account", attribute(entry.name(), entry.account()));
            sides.put("guest", attribute(entry.name(), entry.guest()));
            if (!entry.ofGuest().isEmpty()) {
                sides.put("ofGuest", undecided(entry.ofGuest()));
            }
            written.add(sides);
        }
        return written;
    }

    private Map<String, @Nullable Object> attributes(Map<String, byte[]> stored) {
        Map<String, @Nullable Object> written = new LinkedHashMap<>();
        stored.forEach((name, bytes) -> {
            if (!name.startsWith(Attribute.RESERVED)) {
                written.put(name, attribute(name, bytes));
            }
        });
        return written;
    }

    private Map<String, @Nullable Object> attribute(String name, byte[] bytes) {
        Map<String, @Nullable Object> written = new LinkedHashMap<>();
        try {
            StoredAttribute attribute = StoredAttribute.parse(name, bytes);
            written.put("value", engine.codec().decodePlain(attribute.json()));
            StoredAttribute.@Nullable Expiry expiry = attribute.expiry();
            if (expiry != null) {
                written.put("expiresAt", expiry.at().toString());
                written.put("expirySetAt", expiry.setAt().toString());
            }
        } catch (SessionDataException | JacksonException | IllegalStateException | NumberFormatException e) {
            written.put("unreadable", base64(bytes));
        }
        return written;
    }

    private List<@Nullable Object> absorbed(Snapshot session, Deadline deadline) {
        List<@Nullable Object> absorbed = new ArrayList<>();
        for (Header.Absorbed entry : session.header().ledger()) {
            Map<String, @Nullable Object> written = new LinkedHashMap<>();
            written.put("rememberedUntil", entry.until().toString());
            @Nullable String key = entry.source();
            if (key != null) {
                Snapshot source = engine.storage().load(engine.locations().ofKey(key), deadline);
                boolean isThere = source.incarnation() == entry.incarnation()
                        && source.isKeptFor(session.location().key());
                written.put(
                        "isCopyLeft",
                        isThere && source.isClaimedBy(session.location().key()));
                if (isThere) {
                    written.put("merged", attributes(source.content()));
                    source.mergeRecord(engine.codec()).ifPresent(record -> {
                        written.put("before", attributes(record.account()));
                        written.put("setAside", setAside(record.sides(source.content())));
                    });
                }
            }
            absorbed.add(written);
        }
        return absorbed;
    }

    private static Map<String, @Nullable Object> setAside(MergedSides sides) {
        Map<String, @Nullable Object> written = new LinkedHashMap<>();
        for (Aside.Side side : List.of(Aside.Side.GUEST, Aside.Side.ACCOUNT)) {
            Map<String, byte[]> all = side == Aside.Side.GUEST ? sides.guest() : sides.account();
            sides.aside().only(side, all).keySet().forEach(name -> written.put(name, side.name()));
        }
        return written;
    }

    private List<@Nullable Object> pending(Snapshot session, Deadline deadline) {
        List<@Nullable Object> pending = new ArrayList<>();
        for (String key : session.header().pending()) {
            Snapshot source = engine.storage().load(engine.locations().ofKey(key), deadline);
            if (source.isClaimedBy(session.location().key())) {
                pending.add(session(source, deadline));
            } else if (source.isActive()) {
                pending.add(Map.of("state", "announced"));
            }
        }
        return pending;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
