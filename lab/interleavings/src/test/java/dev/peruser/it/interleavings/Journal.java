package dev.peruser.it.interleavings;

import dev.peruser.GuestToken;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What an actor was told: which changes were acknowledged or refused, and what was shown to whom. */
final class Journal {
    private final Map<String, Fate> additions = new LinkedHashMap<>();
    private final Map<String, Fate> removals = new LinkedHashMap<>();
    private final Set<GuestToken> tokens = new HashSet<>();
    private final Set<String> dropped = new TreeSet<>();
    private final List<String> wrong = new ArrayList<>();
    private final Set<String> carried = new TreeSet<>();
    private boolean isErasing;
    private boolean isErased;

    /** Of a change that was begun. */
    enum Fate {
        UNKNOWN,
        ACKNOWLEDGED,
        REFUSED
    }

    void adding(String item, Fate fate) {
        additions.put(item, fate);
    }

    void removing(String item, Fate fate) {
        removals.put(item, fate);
    }

    /** What was set aside is said to be in the account. */
    void carried(String item) {
        carried.add(item);
    }

    Set<String> carried() {
        return carried;
    }

    void erasing() {
        isErasing = true;
    }

    void erased() {
        isErased = true;
    }

    void received(GuestToken token) {
        tokens.add(token);
    }

    /** The browser was told to forget a token. */
    void dropped(GuestToken token) {
        dropped.add(token.key().text());
    }

    boolean hasDropped(GuestToken token) {
        return dropped.contains(token.key().text());
    }

    void wrong(String what) {
        wrong.add(what);
    }

    Map<String, Fate> additions() {
        return additions;
    }

    Map<String, Fate> removals() {
        return removals;
    }

    Set<GuestToken> tokens() {
        return tokens;
    }

    List<String> wrongs() {
        return wrong;
    }

    /** Whether an erasure was begun. */
    boolean isErasing() {
        return isErasing;
    }

    boolean isErased() {
        return isErased;
    }

    /** The same for journals that say the same. */
    String text() {
        Set<String> names = new TreeSet<>();
        tokens.forEach(token -> names.add(token.text()));
        return additions + " " + removals + " " + names + " " + dropped + " " + wrong + " " + carried + isErasing
                + isErased;
    }
}
