package dev.peruser.internal.visit;

import dev.peruser.GuestToken;
import dev.peruser.Visit;
import dev.peruser.store.UserKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The guest tokens of one request: those presented and those made in it, and what the browser has to be told of them.
 *
 * <ol>
 *   <li>A token is free, or bound to a user, by itself or by a bound one that covers it. Its own binding decides. If
 *       several cover it, that of the smallest key does: so parallel requests agree on whose it is, and on which of the
 *       cookies must stay for it.
 *   <li>All are known, the first 128 of each kind are looked at. A browser that sent a hundred first requests at once
 *       has a hundred.
 *   <li>A token of which nothing is known here stays in the browser: it may be another application's on this host, or
 *       this server's view of the store is behind. Only so many stay.
 *   <li>A response tells of few removals: each takes a hundred bytes of a header that containers limit to 8 KB. What is
 *       not told now is presented, and dropped, again. What is to be set is always told: a derived token and a bound
 *       one at most.
 * </ol>
 */
public final class GuestTokens {
    /** How many removals a response tells of. */
    static final int MOST_REMOVALS_TOLD = 20;

    /** How many unknown tokens a browser keeps: about half of what containers allow all headers of a request. */
    static final int MOST_UNKNOWN = 40;

    private static final Visit.TokenChanges NO_CHANGES = new Visit.TokenChanges(List.of(), List.of());

    private final Set<String> presented = new HashSet<>();
    private final Map<String, GuestToken> carried = new LinkedHashMap<>();
    private final Map<String, GuestToken> toSet = new LinkedHashMap<>();
    private final Map<String, GuestToken> toRemove = new LinkedHashMap<>();
    /** Seldom any, so there is one set only when it is needed; the same below. */
    private Set<String> unknown = Set.of();

    private Set<String> absent = Set.of();
    private int removalsLeft = MOST_REMOVALS_TOLD;

    public GuestTokens(Collection<GuestToken> presented) {
        presented.forEach(token -> {
            this.presented.add(token.key().text());
            carried.put(token.key().text(), token);
        });
    }

    /** Whether the browser presented none and none was made. */
    public boolean isEmpty() {
        return carried.isEmpty();
    }

    /** All that the browser has then, whomever they are for. */
    List<GuestToken> all() {
        return List.copyOf(carried.values());
    }

    /** Whether a guest may have what follows from several tokens: none of them is bound. */
    boolean areFree(Set<GuestToken> origins) {
        return origins.stream().noneMatch(this::isBound);
    }

    /** Whether a user may have what follows from several tokens: one is bound to that user, or none to anybody. */
    boolean areFreeOrBoundTo(UserKey user, Set<GuestToken> origins) {
        return areFree(origins) || origins.stream().anyMatch(token -> isBound(token) && isFor(user, token));
    }

    /** The tokens whose sessions may still be of use to a guest. */
    List<GuestToken> free() {
        return lookedAt(token -> !isBound(token));
    }

    /**
     * The tokens whose sessions a user may have. One that covers others comes behind them: it is what they are bound
     * by.
     */
    List<GuestToken> freeOrBoundTo(UserKey user) {
        List<GuestToken> found = lookedAt(token -> !isBound(token));
        found.addAll(lookedAt(
                token -> isBound(token) && isFor(user, token) && token.covered().isEmpty()));
        found.addAll(lookedAt(token -> isFor(user, token) && !token.covered().isEmpty()));
        return found;
    }

    private List<GuestToken> lookedAt(Predicate<GuestToken> kind) {
        List<GuestToken> found = new ArrayList<>(1);
        for (GuestToken token : carried.values()) {
            if (found.size() < GuestToken.MOST_LOOKED_AT && kind.test(token)) {
                found.add(token);
            }
        }
        return found;
    }

    private boolean isBound(GuestToken token) {
        return token.isBound() || coverOf(token).isPresent();
    }

    private boolean isFor(UserKey user, GuestToken token) {
        return token.isBound()
                ? token.isFor(user)
                : coverOf(token).filter(cover -> cover.isFor(user)).isPresent();
    }

    /** By what a token is bound that isn't bound itself. */
    private Optional<GuestToken> coverOf(GuestToken token) {
        @Nullable GuestToken cover = null;
        for (GuestToken other : carried.values()) {
            boolean isFirst =
                    cover == null || other.key().text().compareTo(cover.key().text()) < 0;
            if (isFirst && other.covers(token)) {
                cover = other;
            }
        }
        return Optional.ofNullable(cover);
    }

    /** Whether others are still bound by this token, so that it must not go before them. */
    boolean isNeeded(GuestToken covering) {
        return carried.values().stream()
                .anyMatch(token -> covering.covers(token)
                        && !token.isBound()
                        && coverOf(token).filter(covering::equals).isPresent());
    }

    /** The browser is to present the token, from now on or for longer. */
    void issue(GuestToken token) {
        String key = token.key().text();
        carried.put(key, token);
        toSet.put(key, token);
        toRemove.remove(key);
    }

    /** The browser has a token that follows from something else that it has. It is told of it, unless it knows it. */
    void bring(GuestToken token) {
        if (!carried.containsKey(token.key().text())) {
            issue(token);
        }
    }

    /** Nothing was found under the token, which need not mean that there is nothing. */
    void leaveUnknown(GuestToken token) {
        unknown = with(unknown, token);
        if (unknown.size() > MOST_UNKNOWN) {
            drop(token);
        }
    }

    /** Nothing is stored under the token, and never will be: nobody can be shown anything by it. */
    void leaveAbsent(GuestToken token) {
        absent = with(absent, token);
        leaveUnknown(token);
    }

    private static Set<String> with(Set<String> keys, GuestToken token) {
        Set<String> more = keys.isEmpty() ? new HashSet<>() : keys;
        more.add(token.key().text());
        return more;
    }

    /**
     * Binds all free tokens to a user, however many: the first of them covers the others. Not those that are absent:
     * another application may know them.
     */
    void bindFree(UserKey user) {
        List<GuestToken> free = carried.values().stream()
                .filter(token -> !isBound(token) && !absent.contains(token.key().text()))
                .toList();
        if (!free.isEmpty()) {
            List<String> others =
                    free.stream().skip(1).map(GuestToken::shortName).toList();
            issue(free.get(0).boundTo(user, others));
        }
    }

    /** Binds a free token to a user to whom one of others is bound, if one is: it leads to what is for that user. */
    void bindWith(GuestToken token, Set<GuestToken> others) {
        if (!isBound(token)) {
            carried.values().stream()
                    .filter(one -> one.isBound() && others.stream().anyMatch(other -> binds(one, other)))
                    .findFirst()
                    .ifPresent(binding -> issue(binding.covering(token)));
        }
    }

    private static boolean binds(GuestToken binding, GuestToken other) {
        return binding.key().equals(other.key()) || binding.covers(other);
    }

    /** The browser is no longer to present the token. */
    void drop(GuestToken token) {
        String key = token.key().text();
        carried.remove(key);
        toSet.remove(key);
        if (presented.contains(key)) {
            toRemove.put(key, token);
        }
    }

    /** Gives changes that the browser has not been told, and counts them as told. */
    Visit.TokenChanges takeChanges() {
        if (toSet.isEmpty() && toRemove.isEmpty()) {
            return NO_CHANGES;
        }
        List<GuestToken> removals = new ArrayList<>();
        Iterator<GuestToken> left = toRemove.values().iterator();
        while (left.hasNext() && removals.size() < removalsLeft) {
            removals.add(left.next());
            left.remove();
        }
        removalsLeft -= removals.size();
        Visit.TokenChanges changes = new Visit.TokenChanges(List.copyOf(toSet.values()), List.copyOf(removals));
        presented.addAll(toSet.keySet());
        toSet.clear();
        return changes;
    }
}
