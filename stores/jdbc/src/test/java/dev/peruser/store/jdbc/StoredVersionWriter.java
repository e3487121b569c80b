package dev.peruser.store.jdbc;

import dev.peruser.Attribute;
import dev.peruser.GuestToken;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import dev.peruser.store.tck.faults.FailingSessionStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes what {@link StoredVersionsTest} opens for ever after: a database file with a session in each state, and beside
 * it, as text, what is in it. Run {@link #main} once for each released version, with the folder
 * {@code src/test/resources/dev/peruser/store/jdbc/versions/VERSION}, and never write a folder anew.
 */
final class StoredVersionWriter {
    static final Instant WRITTEN_AT = Instant.parse("2026-01-01T00:00:00Z");
    static final String FILE = "sessions.sqlite";
    static final String CONTENT = "content.txt";

    /** With each kind of value that a class may have. */
    record Profile(
            String name,
            int visits,
            BigDecimal balance,
            Instant since,
            Duration pause,
            LocalDate born,
            Level level,
            List<Line> lines,
            Map<String, Long> counts,
            String nick) {}

    record Line(String sku, int quantity) {}

    enum Level {
        NEW,
        REGULAR
    }

    static final Attribute<Profile> PROFILE = Attribute.of("profile", Profile.class);
    static final Attribute<String> FLASH = Attribute.builder("flash", String.class)
            .expiresAfter(Duration.ofHours(1))
            .build();
    static final Attribute<String> BRIEF = Attribute.builder("brief", String.class)
            .expiresAfter(Duration.ofSeconds(1))
            .build();
    static final List<Attribute<?>> DECLARED = List.of(PROFILE, FLASH, BRIEF);

    private static final JsonMapper JSON = new JsonMapper();
    private static final Profile ADA = new Profile(
            "Ada",
            3,
            new BigDecimal("12.50"),
            Instant.parse("2025-12-10T08:00:00.123456789Z"),
            Duration.ofMillis(1_500),
            LocalDate.of(1815, 12, 10),
            Level.REGULAR,
            List.of(new Line("tea", 2), new Line("cup", 1)),
            Map.of("views", 5_000_000_000L),
            null);

    private final List<String> content = new ArrayList<>();
    private final FailingSessionStore store;
    private final PerUser perUser;

    private StoredVersionWriter(EmbeddedSessionStore file) {
        this.store = FailingSessionStore.of(file);
        this.perUser = PerUser.builder(store)
                .attributes(DECLARED)
                .clock(() -> WRITTEN_AT)
                .build();
    }

    /** Writes the two files into the folder that the argument names. */
    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]));
    }

    static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (EmbeddedSessionStore file = EmbeddedSessionStore.open(folder.resolve(FILE))) {
            StoredVersionWriter writer = new StoredVersionWriter(file);
            writer.writeAll();
            Files.write(folder.resolve(CONTENT), writer.content);
        }
    }

    private void writeAll() {
        user(UserId.of("ada"), plainValues());
        typedValues();
        user(new UserId("github", "Ad\u00e9 B"), Map.of("realm", "github"));
        user(UserId.of("x".repeat(300)), Map.of("key", "hashed"));
        guest();
        moved();
        claimed("claimed", "carol", 2);
        claimed("unreleased", "dave", 3);
        announced();
        erased();
    }

    private static Map<String, Object> plainValues() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("text", "\u00e4\ud83c\udf75\n\"\\");
        values.put("whole", 42);
        values.put("long", Long.MIN_VALUE);
        values.put("large", BigInteger.TEN.pow(30));
        values.put("decimal", new BigDecimal("1.10"));
        values.put("truth", true);
        values.put("nothing", null);
        values.put("list", Arrays.asList(1, "two", null, List.of(), Map.of()));
        values.put("map", Map.of("nested", Map.of("deeper", List.of(1, 2, 3))));
        values.put("name with \u00fc: and %", 1);
        return values;
    }

    private void user(UserId id, Map<String, Object> values) {
        change(id, session -> values.forEach(session::put));
        values.forEach((name, value) -> says("user", id.realm(), id.name(), name, JSON.writeValueAsString(value)));
    }

    private void change(UserId id, Consumer<UserSession> work) {
        perUser.withSession(id, session -> {
            work.accept(session);
            return true;
        });
    }

    private void typedValues() {
        UserId id = UserId.of("typed");
        change(id, session -> {
            session.put(PROFILE, ADA);
            session.put(FLASH, "expires in an hour");
            session.put(BRIEF, "expires at once");
        });
        says("user", "", "typed", "profile", JSON.writeValueAsString(ADA));
        says("user", "", "typed", "flash", JSON.writeValueAsString("expires in an hour"));
        says("expired", "", "typed", "brief");
    }

    private void guest() {
        GuestToken token = guestWith("cart", List.of("tea"));
        says("guest", token.text(), "cart", "[\"tea\"]");
    }

    private GuestToken guestWith(String name, Object value) {
        Visit visit = perUser.visit(Visitor::guest, List.of());
        visit.session().put(name, value);
        visit.commit();
        GuestToken token = visit.takeTokenChanges().toSet().get(0);
        visit.end();
        return token;
    }

    private void signIn(GuestToken token, String name) {
        Visit visit = perUser.visit(() -> Visitor.user(UserId.of(name)), List.of(token));
        visit.observe();
        visit.commit();
        visit.end();
    }

    private void moved() {
        GuestToken token = guestWith("cart", List.of("cup"));
        change(UserId.of("bob"), session -> session.put("cart", List.of("tea")));
        signIn(token, "bob");
        says("user", "", "bob", "cart", "[\"tea\",\"cup\"]");
        says("moved", token.text());
        says("report", "bob", "cart");
    }

    /** The sign-in ends after some of its saves: the next request of the user finishes it. */
    private void claimed(String state, String user, int saves) {
        GuestToken token = guestWith("cart", List.of("guest's"));
        change(UserId.of(user), session -> session.put("cart", List.of("own")));
        killAfter(saves);
        signIn(token, user);
        store.recover();
        says(state, token.text(), user);
        says("finished", user, "cart", "[\"own\",\"guest's\"]");
    }

    /** As if the process was killed after so many saves, at least one. */
    private void killAfter(int saves) {
        store.onSaves().after(saves - 1).once().runAfter(call -> store.onCalls().fail());
    }

    private void announced() {
        GuestToken token = guestWith("cart", List.of("stays the guest's"));
        change(UserId.of("erin"), session -> session.put("cart", List.of("own")));
        killAfter(1);
        signIn(token, "erin");
        store.recover();
        says("user", "", "erin", "cart", "[\"own\"]");
        says("guest", token.text(), "cart", "[\"stays the guest's\"]");
    }

    private void erased() {
        change(UserId.of("frank"), session -> session.put("gone", 1));
        perUser.erase(UserId.of("frank"));
        says("erased", "frank");
    }

    private void says(String... fields) {
        content.add(String.join("|", fields));
    }
}
