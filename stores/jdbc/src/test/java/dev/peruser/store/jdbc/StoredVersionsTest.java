package dev.peruser.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.GuestToken;
import dev.peruser.MergeReport;
import dev.peruser.PerUser;
import dev.peruser.SessionDataException;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.internal.SessionFrame;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files that each version wrote open in this one, and can be written to. {@link StoredVersionWriter} writes the
 * next one.
 */
class StoredVersionsTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path directory;

    static List<String> versions() throws Exception {
        try (Stream<Path> folders = Files.list(versionsFolder())) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted(Comparator.comparing(StoredVersionsTest::numbers, Arrays::compare))
                    .toList();
        }
    }

    private static int[] numbers(String version) {
        return Stream.of(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }

    private static Path versionsFolder() throws Exception {
        return Path.of(Objects.requireNonNull(StoredVersionsTest.class.getResource("versions"))
                .toURI());
    }

    private Path copyOf(String version) throws Exception {
        return Files.copy(
                versionsFolder().resolve(version).resolve(StoredVersionWriter.FILE), directory.resolve("copy.sqlite"));
    }

    private static List<String[]> content(String version) throws Exception {
        List<String[]> lines =
                Files.readAllLines(versionsFolder().resolve(version).resolve(StoredVersionWriter.CONTENT)).stream()
                        .map(line -> line.split("\\|", -1))
                        .toList();
        assertThat(lines).hasSizeGreaterThan(20);
        return lines;
    }

    private static PerUser engine(SessionStore store) {
        return PerUser.builder(store)
                .attributes(StoredVersionWriter.DECLARED)
                .clock(() -> StoredVersionWriter.WRITTEN_AT.plus(Duration.ofMinutes(1)))
                .build();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void file_ofEachVersion_opensWithAllThatIsInIt_andCanBeWrittenTo(String version) throws Exception {
        List<String[]> lines = content(version);
        Path file = copyOf(version);
        try (EmbeddedSessionStore store = EmbeddedSessionStore.open(file)) {
            PerUser perUser = engine(store);
            lines.forEach(line -> check(perUser, line));
            lines.forEach(line -> write(perUser, line));
        }
        try (EmbeddedSessionStore store = EmbeddedSessionStore.open(file)) {
            PerUser perUser = engine(store);
            lines.stream().filter(line -> !line[0].equals("report")).forEach(line -> check(perUser, line));
            lines.forEach(line -> checkWritten(perUser, line));
        }
    }

    private static void check(PerUser perUser, String[] line) {
        String what = String.join("|", line);
        switch (line[0]) {
            case "user" ->
                assertThat(ofUser(perUser, new UserId(line[1], line[2]), json(line[3])))
                        .as(what)
                        .isEqualTo(line[4]);
            case "expired" ->
                assertThat(ofUser(perUser, new UserId(line[1], line[2]), session -> "" + session.contains(line[3])))
                        .as(what)
                        .isEqualTo("false");
            case "guest" ->
                assertThat(ofGuest(perUser, line[1], json(line[2]))).as(what).isEqualTo(line[3]);
            case "moved" ->
                assertThat(ofGuest(perUser, line[1], StoredVersionsTest::ownNames))
                        .as(what)
                        .isEqualTo("[]");
            case "report" ->
                assertThat(ofUser(perUser, UserId.of(line[1]), StoredVersionsTest::reported))
                        .as(what)
                        .isEqualTo(line[2]);
            case "claimed", "unreleased" ->
                assertThat(ofUser(perUser, UserId.of(line[2]), session -> "" + session.contains("cart")))
                        .as(what)
                        .isEqualTo("true");
            case "finished" ->
                assertThat(ofUser(perUser, UserId.of(line[1]), json(line[2])))
                        .as(what)
                        .isEqualTo(line[3]);
            case "erased" ->
                assertThat(ofUser(perUser, UserId.of(line[1]), StoredVersionsTest::ownNames))
                        .as(what)
                        .isEqualTo("[]");
            default -> throw new AssertionError("unknown kind of line: " + what);
        }
    }

    private static Function<UserSession, String> json(String name) {
        return session -> JSON.writeValueAsString(session.get(name).orElse(null));
    }

    private static String ownNames(UserSession session) {
        Set<String> names = new TreeSet<>(session.names());
        names.remove("written");
        return names.toString();
    }

    private static String reported(UserSession session) {
        return session.takeMergeReport()
                .map(MergeReport::entries)
                .map(entries -> entries.get(0).attribute())
                .orElse("nothing");
    }

    private static String ofUser(PerUser perUser, UserId user, Function<UserSession, String> question) {
        return perUser.withSession(user, question);
    }

    private static String ofGuest(PerUser perUser, String token, Function<UserSession, String> question) {
        Visit visit =
                perUser.visit(Visitor::guest, List.of(GuestToken.parse(token).orElseThrow()));
        String answer = question.apply(visit.session());
        visit.commit();
        visit.end();
        return answer;
    }

    private static void write(PerUser perUser, String[] line) {
        Function<UserSession, String> write = session -> {
            session.put("written", String.join("|", line));
            return "";
        };
        switch (line[0]) {
            case "user", "expired" -> ofUser(perUser, new UserId(line[1], line[2]), write);
            case "finished", "erased" -> ofUser(perUser, UserId.of(line[1]), write);
            case "guest" -> ofGuest(perUser, line[1], write);
            default -> {}
        }
    }

    private static void checkWritten(PerUser perUser, String[] line) {
        Function<UserSession, String> question = session -> "" + session.contains("written");
        String answer = switch (line[0]) {
            case "user", "expired" -> ofUser(perUser, new UserId(line[1], line[2]), question);
            case "finished", "erased" -> ofUser(perUser, UserId.of(line[1]), question);
            case "guest" -> ofGuest(perUser, line[1], question);
            default -> "true";
        };
        assertThat(answer).as(String.join("|", line)).isEqualTo("true");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void typedValues_ofEachVersion_haveTheirTypes(String version) throws Exception {
        try (EmbeddedSessionStore store = EmbeddedSessionStore.open(copyOf(version))) {
            StoredVersionWriter.Profile profile =
                    engine(store).withSession(UserId.of("typed"), session -> session.get(StoredVersionWriter.PROFILE));
            assertThat(profile.level()).isEqualTo(StoredVersionWriter.Level.REGULAR);
            assertThat(profile.lines())
                    .containsExactly(new StoredVersionWriter.Line("tea", 2), new StoredVersionWriter.Line("cup", 1));
            assertThat(profile.balance()).hasToString("12.50");
            assertThat(profile.counts()).containsEntry("views", 5_000_000_000L);
        }
    }

    /** Each state that a stored session may have is in the newest file. */
    @Test
    void newestFile_hasEachKindOfSession() throws Exception {
        String newest = versions().get(versions().size() - 1);
        assertThat(content(newest).stream().map(line -> line[0]).distinct())
                .containsExactlyInAnyOrder(
                        "user", "expired", "guest", "moved", "report", "claimed", "unreleased", "finished", "erased");
        try (EmbeddedSessionStore store = EmbeddedSessionStore.open(copyOf(newest))) {
            assertThat(formats(store.path()))
                    .contains("frame 1", "header 1", "header state 1", "header state 2", "header state 3")
                    .contains("header field 4", "header field 5", "header field 6", "header field 7", "header field 9")
                    .contains("header field 12")
                    .contains("attribute 0", "attribute 1", "attribute 2", "attribute 3");
        }
    }

    /**
     * If this fails, the stored form has changed. Raise the project's version, run {@link StoredVersionWriter} into a
     * new folder, keep the old ones.
     */
    @Test
    void storedForm_isThatOfTheNewestFile() throws Exception {
        String newest = versions().get(versions().size() - 1);
        Path fresh = directory.resolve("fresh");
        StoredVersionWriter.write(fresh);
        assertThat(formats(fresh.resolve(StoredVersionWriter.FILE))).isEqualTo(formats(copyOf(newest)));
    }

    /** The bytes that name formats, and which fields there are, in a file. */
    private static Set<String> formats(Path file) throws Exception {
        Set<String> formats = new TreeSet<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT body FROM peruser_session")) {
            while (rows.next()) {
                byte[] body = rows.getBytes(1);
                formats.add("frame " + body[0]);
                SessionFrame frame = SessionFrame.decode(body);
                addFields(frame.header(), formats);
                frame.attributes().values().forEach(bytes -> formats.add("attribute " + bytes[0]));
            }
        }
        if (formats.isEmpty()) {
            throw new SessionDataException("no session in " + file.getFileName());
        }
        return formats;
    }

    private static void addFields(byte[] header, Set<String> formats) {
        ByteBuffer fields = ByteBuffer.wrap(header);
        formats.add("header " + fields.get());
        while (fields.hasRemaining()) {
            int tag = fields.get();
            byte[] field = new byte[fields.getShort()];
            fields.get(field);
            formats.add("header field " + tag);
            if (tag == 3) {
                formats.add("header state " + field[0]);
            }
        }
    }
}
