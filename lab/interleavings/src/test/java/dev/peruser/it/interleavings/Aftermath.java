package dev.peruser.it.interleavings;

import dev.peruser.GuestToken;
import dev.peruser.Limits;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.record.MergeRecord;
import dev.peruser.store.Deadline;
import dev.peruser.store.GuestKey;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Looks at what is left when everybody is done or has crashed. Everybody comes again, on another server; then:
 *
 * <ol>
 *   <li>What was acknowledged is there, exactly once; what was not may be there, once; what was refused is not there.
 *   <li>What was acknowledged as removed is not there.
 *   <li>Nobody is shown what is another's, and no guest's value has replaced one that a rule keeps.
 *   <li>What was set aside is not shown, and what was acknowledged as carried is not set aside.
 *   <li>A browser whose requests all presented the same tokens, or some of them, finds all by those that it was not
 *       told to forget.
 *   <li>Nothing is left claimed, also if only the owners come and the browser never does.
 *   <li>Once an erasure was acknowledged, nothing of the account is stored any more, under whatever key.
 * </ol>
 */
final class Aftermath {
    private static final Deadline LATER = Deadline.after(Duration.ofDays(1));
    private static final JsonCodec CODEC = new JsonCodec(Limits.DEFAULT);
    private static final List<String> USERS = List.of("ada", "eve");
    /** Longer than answers are. */
    private static final Duration ON_THEIR_WAY = Duration.ofMinutes(2);

    private final Scenario scenario;
    private final Sessions sessions;
    private final Map<States.Key, Optional<String>> verdicts = new HashMap<>();

    Aftermath(Scenario scenario, Sessions sessions) {
        this.scenario = scenario;
        this.sessions = sessions;
    }

    int looks() {
        return verdicts.size();
    }

    /** What is wrong, if anything is. */
    Optional<String> check(World world) {
        States.Key key = States.Key.of(told(world));
        Optional<String> known = verdicts.get(key);
        if (known == null) {
            known = look(world);
            verdicts.put(key, known);
        }
        return known;
    }

    /** All that the verdict depends on: what was told, what is stored, what may still arrive, the time. */
    private static int[] told(World world) {
        History[] actors = world.actors();
        int[] numbers = new int[actors.length + 4 + world.stored().length];
        int n = 0;
        for (History actor : actors) {
            numbers[n++] = actor.journalNumber();
        }
        Call late = world.inFlight();
        numbers[n++] = late == null ? -1 : late.key();
        numbers[n++] = late == null ? -1 : late.next();
        numbers[n++] = late == null ? 0 : late.expected().hashCode();
        numbers[n++] = Long.hashCode(world.time());
        System.arraycopy(world.stored(), 0, numbers, n, world.stored().length);
        return numbers;
    }

    private Optional<String> look(World world) {
        for (History actor : world.actors()) {
            if (!actor.journal().wrongs().isEmpty()) {
                return Optional.of(actor.journal().wrongs().get(0));
            }
        }
        InMemorySessionStore store = storeOf(world);
        List<String> stranded = strandedIn(world);
        List<String> unerased = unerasedIn(world);
        Stage stage = new Stage(store, () -> Instant.ofEpochMilli(world.time()), 999, () -> {});
        Set<GuestToken> tokens = tokens(world);
        everybodyComes(stage, tokens);
        Call late = world.inFlight();
        if (late != null) {
            arrive(late, store);
            everybodyComes(stage, tokens);
        }
        List<String> problems = new ArrayList<>(stage.journal().wrongs());
        // First what is set aside: who asks for that finishes what was cut short.
        List<Contents> aside = scenario.setAside() == Scenario.SetAside.NOTHING ? List.of() : aside(stage, problems);
        List<Contents> everything = contents(stage, tokens, problems);
        problems.addAll(problemsOfSetAside(world, everything, aside));
        everything.addAll(aside);
        problems.addAll(problemsOf(world, everything));
        claimedIn(store, world.time()).forEach(source -> problems.add("left claimed"));
        problems.addAll(stranded);
        problems.addAll(unerased);
        return problems.stream().findFirst();
    }

    /**
     * Those that browsers have. If all are one browser's, it has lost those that it was told to forget, in whatever
     * order the answers came.
     */
    private Set<GuestToken> tokens(World world) {
        Set<GuestToken> tokens = new LinkedHashSet<>(scenario.tokens());
        for (History actor : world.actors()) {
            tokens.addAll(actor.journal().tokens());
        }
        if (scenario.isOnOneBrowser() && world.time() - scenario.startsAt() < ON_THEIR_WAY.toMillis()) {
            tokens.removeIf(token ->
                    Stream.of(world.actors()).anyMatch(actor -> actor.journal().hasDropped(token)));
        }
        return tokens;
    }

    /** Data that its owners don't find if the browsers never come back. */
    private List<String> strandedIn(World world) {
        InMemorySessionStore store = storeOf(world);
        Stage stage = new Stage(store, () -> Instant.ofEpochMilli(world.time()), 998, () -> {});
        USERS.forEach(user -> stage.browser().as(user).show());
        return claimedIn(store, world.time())
                .filter(source -> !isAbsorbed(source, store))
                .map(source -> "claimed, and its owner doesn't find it")
                .toList();
    }

    /**
     * Data of an erased account that is stored when the erasure was acknowledged, or when the save that was on its way
     * then has arrived: its own, and what it had claimed.
     */
    private List<String> unerasedIn(World world) {
        if (Stream.of(world.actors()).noneMatch(actor -> actor.journal().isErased())) {
            return List.of();
        }
        InMemorySessionStore store = storeOf(world);
        List<String> problems = new ArrayList<>(unerasedIn(store));
        Call late = world.inFlight();
        if (late != null) {
            arrive(late, store);
            problems.addAll(unerasedIn(store));
        }
        return problems;
    }

    private static List<String> unerasedIn(InMemorySessionStore store) {
        return store.keys(Optional.empty(), 100, LATER).keys().stream()
                .map(key -> store.load(key, LATER).orElseThrow())
                .filter(session -> holds(session, "a0")
                        || (isClaimedByAnErased(session, store)
                                && !session.attributes().isEmpty()))
                .map(session -> "erased, but stored")
                .toList();
    }

    private static boolean holds(StoredSession session, String item) {
        return Stream.concat(
                        session.attributes().values().stream(),
                        MergeRecord.of(session.attributes(), CODEC).stream()
                                .flatMap(record -> Stream.of(record.account(), record.before(), record.after()))
                                .flatMap(state -> state.values().stream()))
                .anyMatch(bytes -> new String(bytes, StandardCharsets.UTF_8).contains('"' + item + '"'));
    }

    private static boolean isClaimedByAnErased(StoredSession session, InMemorySessionStore store) {
        Header header = HeaderCodec.decode(session.header());
        Header.Target by = header.target();
        if (header.isActive() || by == null || SessionKey.parse(by.key()) instanceof GuestKey) {
            return false;
        }
        Optional<StoredSession> target = store.load(SessionKey.parse(by.key()), LATER);
        return target.isEmpty() || target.get().version().incarnation() != by.incarnation();
    }

    /** Whether the target has the data, was erased, or is a guest's, who has to come with the browser. */
    private static boolean isAbsorbed(StoredSession source, InMemorySessionStore store) {
        Header.Target by =
                Objects.requireNonNull(HeaderCodec.decode(source.header()).target());
        if (SessionKey.parse(by.key()) instanceof GuestKey) {
            return true;
        }
        Optional<StoredSession> target = store.load(SessionKey.parse(by.key()), LATER);
        return target.isEmpty()
                || target.get().version().incarnation() != by.incarnation()
                || isAbsorbed(source, HeaderCodec.decode(target.get().header()));
    }

    private static boolean isAbsorbed(StoredSession source, Header target) {
        return target.state() == Header.State.ERASED
                || target.hasAbsorbed(source.version().incarnation());
    }

    private InMemorySessionStore storeOf(World world) {
        InMemorySessionStore store = new InMemorySessionStore();
        for (int position = 0; position < world.stored().length; position++) {
            StoredSession session = sessions.session(world.storedAt(position));
            if (session != null) {
                var unused = store.save(sessions.key(position), SessionChange.create(session), LATER);
            }
        }
        return store;
    }

    private void arrive(Call late, InMemorySessionStore store) {
        SessionKey key = sessions.key(late.key());
        Optional<StoredSession> present = store.load(key, LATER);
        if (present.map(StoredSession::version).equals(late.expected())) {
            StoredSession next = Objects.requireNonNull(sessions.session(late.next()));
            SessionChange change = present.map(session -> SessionChange.replace(session, next))
                    .orElseGet(() -> SessionChange.create(next));
            WriteResult result = store.save(key, change, LATER);
            if (result != WriteResult.APPLIED) {
                throw new IllegalStateException("not in memory");
            }
        }
    }

    private void everybodyComes(Stage stage, Set<GuestToken> tokens) {
        for (GuestToken token : tokens) {
            stage.browser(token).open();
            stage.browser(token).show();
        }
        // The browser itself, which has them all; what it is told it has, too.
        stage.browser(tokens.toArray(GuestToken[]::new)).show();
        tokens.addAll(stage.journal().tokens());
        for (String user : USERS) {
            Stage.Browser browser = stage.browser(presentedBy(user, tokens)).as(user);
            (scenario.setAside() == Scenario.SetAside.ALWAYS ? browser.settingAside() : browser).show();
        }
    }

    /**
     * Only bound tokens: the others would be carried, and it must be right without that. But whoever has a token bound
     * to the user by one browser has the others of that browser, too.
     */
    private GuestToken[] presentedBy(String user, Set<GuestToken> tokens) {
        boolean isHere = scenario.isOnOneBrowser()
                && tokens.stream().anyMatch(token -> token.isBound() && token.isFor(UserKeys.of(UserId.of(user))));
        return tokens.stream().filter(token -> isHere || token.isBound()).toArray(GuestToken[]::new);
    }

    private static List<Contents> contents(Stage stage, Set<GuestToken> tokens, List<String> problems) {
        List<Contents> all = new ArrayList<>();
        Map<String, GuestToken> free = new LinkedHashMap<>();
        tokens.stream()
                .filter(token -> !token.isBound())
                .forEach(token -> free.put(token.key().text(), token));
        // A token that was bound later is no longer a guest's, whoever still has its older form.
        free.values()
                .forEach(token ->
                        seen(stage.browser(token), stage).ifPresentOrElse(all::add, () -> problems.add("unreadable")));
        USERS.forEach(user ->
                seen(stage.browser().as(user), stage).ifPresentOrElse(all::add, () -> problems.add("unreadable")));
        all.forEach(contents -> contents.unbalanced().ifPresent(problems::add));
        all.forEach(contents -> contents.overridden().ifPresent(problems::add));
        return all;
    }

    private static List<Contents> aside(Stage stage, List<String> problems) {
        List<Contents> all = new ArrayList<>();
        USERS.forEach(user -> seen(stage.browser().as(user), stage, Contents::asideOf)
                .ifPresentOrElse(all::add, () -> problems.add("unreadable")));
        all.forEach(contents -> contents.unbalanced().ifPresent(problems::add));
        return all;
    }

    private List<String> problemsOfSetAside(World world, List<Contents> shown, List<Contents> aside) {
        List<String> problems = new ArrayList<>();
        if (scenario.setAside() == Scenario.SetAside.ALWAYS) {
            shown.stream()
                    .filter(contents -> contents.cart().stream().anyMatch(item -> item.startsWith("a"))
                            && contents.cart().stream().anyMatch(item -> item.startsWith("g")))
                    .forEach(contents -> problems.add("set aside, but shown: " + contents));
        }
        for (History actor : world.actors()) {
            actor.journal().carried().stream()
                    .filter(item -> aside.stream().anyMatch(one -> one.cart().contains(item)))
                    .forEach(item -> problems.add("carried, but set aside: " + item));
        }
        return problems;
    }

    private static Optional<Contents> seen(Stage.Browser browser, Stage stage) {
        return seen(browser, stage, Contents::of);
    }

    private static Optional<Contents> seen(Stage.Browser browser, Stage stage, Function<UserSession, Contents> look) {
        List<Contents> seen = new ArrayList<>();
        stage.attempt(
                () -> {
                    Visit visit = browser.begin();
                    seen.add(look.apply(visit.session()));
                    browser.end(visit);
                },
                fate -> {});
        return seen.stream().findFirst();
    }

    private List<String> problemsOf(World world, List<Contents> contents) {
        List<String> everything = new ArrayList<>();
        contents.forEach(one -> everything.addAll(one.cart()));
        Map<String, Journal.Fate> additions = new LinkedHashMap<>();
        Map<String, Journal.Fate> removals = new LinkedHashMap<>();
        scenario.items().forEach(item -> additions.put(item, Journal.Fate.ACKNOWLEDGED));
        for (History actor : world.actors()) {
            actor.journal()
                    .additions()
                    .forEach((item, fate) -> additions.merge(
                            item, fate, (one, other) -> one == Journal.Fate.ACKNOWLEDGED ? one : other));
            actor.journal().removals().forEach((item, fate) -> removals.merge(item, fate, Aftermath::whatIsSurer));
        }
        boolean isErasing =
                Stream.of(world.actors()).anyMatch(actor -> actor.journal().isErasing());
        boolean isErased =
                Stream.of(world.actors()).anyMatch(actor -> actor.journal().isErased());
        boolean isGuestExpired =
                world.time() - scenario.startsAt() >= Duration.ofDays(30).toMillis();
        List<String> problems = new ArrayList<>();
        additions.forEach((item, fate) -> {
            int times = Collections.frequency(everything, item);
            Journal.Fate removal = removals.get(item);
            boolean mayBeGone = (isErasing && !item.startsWith("e"))
                    || (isGuestExpired && item.startsWith("g"))
                    || removal == Journal.Fate.UNKNOWN;
            if (times > 1) {
                problems.add("doubled: " + item);
            } else if (times == 1 && fate == Journal.Fate.REFUSED) {
                problems.add("refused, but there: " + item);
            } else if (times == 1 && removal == Journal.Fate.ACKNOWLEDGED) {
                problems.add("resurrected: " + item);
            } else if (times == 1 && isErased && item.equals("a0")) {
                problems.add("erased, but there: " + item);
            } else if (times == 0
                    && fate == Journal.Fate.ACKNOWLEDGED
                    && removal != Journal.Fate.ACKNOWLEDGED
                    && !mayBeGone) {
                problems.add("lost: " + item);
            }
        });
        everything.stream()
                .filter(item -> !additions.containsKey(item))
                .forEach(item -> problems.add("from nowhere: " + item));
        return problems;
    }

    private static Journal.Fate whatIsSurer(Journal.Fate one, Journal.Fate other) {
        boolean isDone = one == Journal.Fate.ACKNOWLEDGED || other == Journal.Fate.ACKNOWLEDGED;
        return isDone ? Journal.Fate.ACKNOWLEDGED : one == Journal.Fate.UNKNOWN ? one : other;
    }

    private static Stream<StoredSession> claimedIn(InMemorySessionStore store, long time) {
        return store.keys(Optional.empty(), 100, LATER).keys().stream()
                .map(key -> store.load(key, LATER).orElseThrow())
                .filter(session -> !session.isExpiredAt(Instant.ofEpochMilli(time)))
                .filter(session -> HeaderCodec.decode(session.header()).state() == Header.State.CLAIMED);
    }
}
