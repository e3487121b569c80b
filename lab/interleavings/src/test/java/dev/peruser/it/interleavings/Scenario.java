package dev.peruser.it.interleavings;

import dev.peruser.GuestToken;
import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionKey;
import dev.peruser.store.StoredSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Actors that meet, and how it begins: ada has item {@code a0}, eve {@code e0}; one guest has {@code g0}, and another
 * {@code g1}, made a moment later.
 */
final class Scenario {
    private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final Deadline LATER = Deadline.after(Duration.ofDays(1));

    private final String name;
    private final Duration leap;
    private World.Trouble trouble = new World.Trouble(0, 0, 0, 0);
    private boolean isOneBrowser;
    private SetAside setAside = SetAside.NOTHING;
    private final Map<String, Actor> actors = new LinkedHashMap<>();
    private final Sessions sessions = new Sessions();
    private final InMemorySessionStore initial = new InMemorySessionStore();
    private final Map<String, GuestToken> tokens = new HashMap<>();
    private final List<String> items = new ArrayList<>();

    Scenario(String name, Duration leap) {
        this.name = name;
        this.leap = leap;
        begin("ada", "a0", 1);
        begin("eve", "e0", 2);
        begin("", "g0", 3);
        begin("", "g1", 4);
    }

    private void begin(String user, String item, int seed) {
        Instant time = Instant.ofEpochMilli(START - 10 + seed);
        Stage stage = new Stage(initial, () -> time, 100 + seed, () -> {});
        stage.browser().as(user).add(item);
        items.add(item);
        stage.journal().tokens().forEach(token -> tokens.put(item, token));
    }

    /** Whether sign-ins set something aside. */
    enum SetAside {
        NOTHING,
        /** All of them do, and nobody carries it. */
        ALWAYS,
        SOMETIMES
    }

    /** What is set aside is looked for, too. */
    Scenario settingAside(SetAside how) {
        setAside = how;
        return this;
    }

    SetAside setAside() {
        return setAside;
    }

    Scenario with(String actor, Actor program) {
        actors.put(actors.containsKey(actor) ? actor + " again" : actor, program);
        return this;
    }

    /** All guest tokens are one browser's, which presents them together. */
    Scenario onOneBrowser() {
        isOneBrowser = true;
        return this;
    }

    /** What there is at the beginning. */
    List<String> items() {
        return items;
    }

    boolean isOnOneBrowser() {
        return isOneBrowser;
    }

    /** Before it begins, the first guest has signed in as ada. Returns the id of that merge. */
    String signIn() {
        return signIn(false);
    }

    /** The same, and what the guest had is set aside. */
    String signInSettingAside() {
        return signIn(true);
    }

    private String signIn(boolean isSetAside) {
        GuestToken token = tokens.get("g0");
        StoredSession guest = initial.load(token.key(), LATER).orElseThrow();
        Instant time = Instant.ofEpochMilli(START - 1);
        Stage.Browser browser = new Stage(initial, () -> time, 110, () -> {}).browser(token);
        (isSetAside ? browser.settingAside() : browser).as("ada").open();
        return HexFormat.of().toHexDigits(guest.version().incarnation());
    }

    /** The browser has an item in another place, too, and comes again with its token. */
    Scenario withAPlace() {
        tokens.put(Place.ITEM, Place.TOKEN);
        return this;
    }

    /** What may go wrong, besides crashes: calls that fail, times at which much time passes, purges. */
    Scenario mayMeet(int failures, int leaps, int purges) {
        trouble = new World.Trouble(failures, leaps, purges, 0);
        return this;
    }

    GuestToken token(String item) {
        return tokens.get(item);
    }

    String name() {
        return name;
    }

    Duration leap() {
        return leap;
    }

    /** The name, and what may go wrong. */
    @Override
    public String toString() {
        return name + " [" + trouble.failures() + " failures, " + trouble.leaps() + " leaps of " + leap + ", "
                + trouble.purges() + " purges]";
    }

    World.Trouble trouble() {
        return trouble;
    }

    List<Actor> actors() {
        return new ArrayList<>(actors.values());
    }

    List<String> names() {
        return new ArrayList<>(actors.keySet());
    }

    Sessions sessions() {
        return sessions;
    }

    long startsAt() {
        return START;
    }

    /** The tokens of the two guests, and that of another place. */
    List<GuestToken> tokens() {
        return new ArrayList<>(tokens.values());
    }

    int[] stored() {
        List<SessionKey> keys = initial.keys(Optional.empty(), 100, LATER).keys();
        // Actors may have asked for one that isn't there.
        int[] stored = new int[keys.stream().mapToInt(sessions::position).max().orElse(-1) + 1];
        for (SessionKey key : keys) {
            StoredSession session = initial.load(key, LATER).orElseThrow();
            stored[sessions.position(key)] = sessions.number(session);
        }
        return stored;
    }
}
