package dev.peruser.spring.actuate;

import dev.peruser.PerUser;
import dev.peruser.SessionExport;
import dev.peruser.UserId;
import dev.peruser.spring.StoreKind;
import dev.peruser.store.SessionStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * What staff may ask and do. Reading is allowed where the endpoint is exposed, and shows no values unless
 * {@code peruser.endpoint.show-values} says so; export and erase need
 * {@code management.endpoint.peruser.access=unrestricted}, too.
 *
 * <p>A user is named by the name and the realm of the {@link UserId}. Each look at a user is logged, without the id:
 * the answer and the log have a random reference in common.
 */
@Endpoint(id = "peruser", defaultAccess = Access.READ_ONLY)
final class PerUserEndpoint {
    private static final Logger AUDIT = LoggerFactory.getLogger("dev.peruser.audit");

    private final PerUser perUser;
    private final SessionStore store;
    private final Counts counts;
    private final boolean isShowingValues;
    private final Instant startedAt = Instant.now();

    PerUserEndpoint(PerUser perUser, SessionStore store, Counts counts, boolean isShowingValues) {
        this.perUser = perUser;
        this.store = store;
        this.counts = counts;
        this.isShowingValues = isShowingValues;
    }

    @ReadOperation
    Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("store", StoreKind.of(store));
        summary.put("countedSince", startedAt.toString());
        summary.put("counts", counts.now());
        return summary;
    }

    @ReadOperation
    @Nullable Map<String, @Nullable Object> session(@Selector String user, @Nullable String realm) {
        SessionExport export = perUser.export(id(user, realm));
        String reference = logged("peruser.viewed", export.isEmpty() ? "nothing" : "found");
        if (export.isEmpty()) {
            return null;
        }
        return answer(reference, isShowingValues ? export.asMap() : Redaction.of(export.asMap()));
    }

    @WriteOperation
    Map<String, @Nullable Object> export(@Selector String user, @Nullable String realm) {
        SessionExport export = perUser.export(id(user, realm));
        return answer(logged("peruser.exported", export.isEmpty() ? "nothing" : "found"), export.asMap());
    }

    @DeleteOperation
    Map<String, @Nullable Object> erase(@Selector String user, @Nullable String realm) {
        boolean found = perUser.erase(id(user, realm));
        return answer(logged("peruser.erased", found ? "found" : "nothing"), Map.of("found", found));
    }

    private static UserId id(String user, @Nullable String realm) {
        return new UserId(realm == null ? "" : realm, user);
    }

    private static Map<String, @Nullable Object> answer(String reference, Map<String, @Nullable Object> content) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("reference", reference);
        answer.putAll(content);
        return answer;
    }

    private static String logged(String event, String outcome) {
        String reference = UUID.randomUUID().toString();
        AUDIT.atInfo()
                .addKeyValue("event", event)
                .addKeyValue("outcome", outcome)
                .addKeyValue("reference", reference)
                .log("{}: by the endpoint, {}, reference {}", event, outcome, reference);
        return reference;
    }
}
