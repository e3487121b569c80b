package dev.peruser.test;

import dev.peruser.ConsistencyToken;
import dev.peruser.GuestToken;
import dev.peruser.Visit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cookies of a browser: each token has one of its own, named after its hash, which lasts as long as the servlet
 * filter says. Safe for use by many threads.
 */
final class BrowserCookies {
    private final Map<String, Kept> guestTokens = new LinkedHashMap<>();
    private final Map<String, ConsistencyToken> seen = new LinkedHashMap<>();
    private final InstantSource clock;
    private final Duration age;

    BrowserCookies(InstantSource clock, Duration age) {
        this.clock = clock;
        this.age = age;
    }

    private record Kept(GuestToken token, Instant since) {}

    synchronized List<GuestToken> guestTokens() {
        guestTokens
                .values()
                .removeIf(
                        kept -> Duration.between(kept.since(), clock.instant()).compareTo(age) >= 0);
        return guestTokens.values().stream().map(Kept::token).toList();
    }

    synchronized List<ConsistencyToken> seen() {
        return List.copyOf(seen.values());
    }

    synchronized void keep(Visit.TokenChanges changes, Visit.ConsistencyTokenChanges ofSeen) {
        changes.toSet().forEach(token -> guestTokens.put(token.shortName(), new Kept(token, clock.instant())));
        changes.toRemove().forEach(token -> guestTokens.remove(token.shortName()));
        ofSeen.toSet().forEach(token -> seen.put(token.shortName(), token));
        ofSeen.toRemove().forEach(token -> seen.remove(token.shortName()));
    }

    synchronized void clear() {
        guestTokens.clear();
        seen.clear();
    }
}
