package dev.peruser;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All that is stored about one user, as {@link PerUser#export(UserId)} found it. Plain maps, lists, texts, numbers and
 * booleans, so that any JSON library can write it. Immutable, as long as nobody changes what is inside.
 *
 * <p>Times are texts such as {@code 2026-01-31T12:00:00Z}.
 *
 * <ul>
 *   <li>{@code format}: 1
 *   <li>{@code exportedAt}
 *   <li>{@code keptIn}: {@code session store} or {@code user's own record}
 *   <li>{@code session}: absent if nothing is stored; else
 *       <ul>
 *         <li>{@code state}: {@code active}, {@code claimed} (on its way into another account), {@code moved} (it is
 *             there, and its data with it) or {@code erased}
 *         <li>{@code createdAt}, {@code expiresAt}, {@code isExpired}, {@code lastSavedAt} (times of the last minute
 *             and a half), {@code erasedBeforeAt}
 *         <li>{@code attributes}: by name, each with {@code value}, and with {@code expiresAt} and {@code expirySetAt}
 *             if it has an expiry of its own. The value is what is stored, also if it no longer fits the attribute's
 *             class. What is no JSON has {@code unreadable} instead: its bytes in Base64.
 *         <li>{@code mergeReports}: what the sign-in merges did that nobody has been shown so far
 *         <li>{@code absorbed}: sessions whose data this one has; each with {@code rememberedUntil}, with
 *             {@code isCopyLeft}: whether the copy is still there that an interrupted sign-in left, and as long as the
 *             merge is recorded with {@code merged} and {@code before}: the attributes that were merged, and those that
 *             this session had before
 *         <li>{@code undecided}: attributes of which both sides are kept, until a version that declares them merges the
 *             two; each with {@code attribute}, {@code account} and {@code guest}
 *         <li>{@code unknownFields}: what a newer version keeps, in Base64
 *       </ul>
 *   <li>{@code pending}: guest sessions (or other accounts) that are to be absorbed; {@code claimed} ones belong to the
 *       user already and are here with all that a session has; of those only {@code announced} nothing else is told,
 *       since they are still somebody's own
 *   <li>{@code leftElsewhere}: what the session store still has of a user whose session is in the own record by now,
 *       with {@code keptIn}, {@code session} and {@code pending} as here
 * </ul>
 *
 * <p>No token, key or user id is in it.
 */
public final class SessionExport {
    private final Map<String, @Nullable Object> content;
    private final Function<Map<String, @Nullable Object>, byte[]> json;

    /**
     * Creates it; for PerUser itself.
     *
     * @param content plain values, not to be changed any more
     * @param json writes them as JSON
     */
    public SessionExport(Map<String, @Nullable Object> content, Function<Map<String, @Nullable Object>, byte[]> json) {
        this.content = content;
        this.json = json;
    }

    /** Whether nothing is stored about the user, or nothing but the trace of an erasure. */
    public boolean isEmpty() {
        Object session = content.get("session");
        boolean isTrace = session instanceof Map<?, ?> map
                && ("erased".equals(map.get("state")) || "moved".equals(map.get("state")));
        return (session == null || isTrace) && !content.containsKey("pending") && !content.containsKey("leftElsewhere");
    }

    /** As maps and lists; not to be changed. */
    public Map<String, @Nullable Object> asMap() {
        return content;
    }

    /** As JSON text. */
    public String toJson() {
        return new String(json.apply(content), StandardCharsets.UTF_8);
    }

    /** Says what it is without any content. */
    @Override
    public String toString() {
        return "SessionExport";
    }
}
