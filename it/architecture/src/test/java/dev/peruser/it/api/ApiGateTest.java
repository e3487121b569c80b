package dev.peruser.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules for public packages, tried on small libraries of which a release and its successor are compiled. */
class ApiGateTest {
    private static final String NAME = "lib.Shelf";
    private static final String REMOVED = "lib.Shelf#put(String) METHOD_REMOVED";

    @TempDir
    Path folder;

    private List<String> problems(
            String version, Set<String> allowed, Map<String, String> before, Map<String, String> now)
            throws IOException {
        Path here = Files.createTempDirectory(folder, "libraries");
        Path oldJar = Jars.of(Jars.compiled(here.resolve("old"), before), here.resolve("old.jar"));
        Path newJar = Jars.of(Jars.compiled(here.resolve("new"), now), here.resolve("new.jar"));
        ApiComparison comparison = ApiComparison.of(
                List.of(oldJar),
                List.of(newJar),
                Set.of("lib"),
                new ApiComparison.Exceptions(Set.of("lib.OnlyOurs"), Set.of("lib.Settings")));
        return new ApiGate(version, "0.1.0", allowed)
                .problems(comparison, PublicSources.read(Jars.written(here.resolve("new"), now)));
    }

    private List<String> problems(String before, String now) throws IOException {
        return problems("0.2.0", Set.of(), Map.of(NAME, before), Map.of(NAME, now));
    }

    @Test
    void nothingChanged_isNoProblem() throws IOException {
        String source = "public class Shelf { public void put(String book) {} }";
        assertThat(problems(source, source)).isEmpty();
    }

    @Test
    void removedMethod_isAProblem_unlessItIsAllowed() throws IOException {
        Map<String, String> before = Map.of(NAME, "public class Shelf { public void put(String book) {} }");
        Map<String, String> now = Map.of(NAME, "public class Shelf { }");
        assertThat(problems("0.2.0", Set.of(), before, now))
                .containsExactly(REMOVED + ": not among the allowed breaks");
        assertThat(problems("0.2.0", Set.of(REMOVED), before, now)).isEmpty();
        assertThat(problems("1.0.0", Set.of(REMOVED), before, now)).isEmpty();
    }

    @Test
    void patch_mayBreakNothing_evenIfItIsListed() throws IOException {
        Map<String, String> before = Map.of(NAME, "public class Shelf { public void put(String book) {} }");
        Map<String, String> now = Map.of(NAME, "public class Shelf { }");
        assertThat(problems("0.1.1", Set.of(REMOVED), before, now))
                .containsExactly(REMOVED + ": 0.1.1 must break nothing of 0.1.0");
    }

    @Test
    void allowedBreak_thatIsNone_isAProblem() throws IOException {
        Map<String, String> same = Map.of(NAME, "public class Shelf { public void put(String book) {} }");
        assertThat(problems("0.2.0", Set.of(REMOVED), same, same))
                .containsExactly(REMOVED + ": allowed, but nothing breaks so");
    }

    @Test
    void otherParameterType_breaks() throws IOException {
        assertThat(problems(
                        "public class Shelf { public void put(String book) {} }",
                        "public class Shelf { /** @since 0.2.0 */ public void put(CharSequence book) {} }"))
                .containsExactly(REMOVED + ": not among the allowed breaks");
    }

    @Test
    void methodOfAnInterface_breaksThoseWhoImplementIt_unlessItHasABody() throws IOException {
        assertThat(problems(
                        "public interface Shelf { }",
                        "public interface Shelf { /** @since 0.2.0 */ void put(String book); }"))
                .containsExactly("lib.Shelf#put(String) METHOD_ADDED_TO_INTERFACE: not among the allowed breaks");
        assertThat(problems(
                        "public interface Shelf { }",
                        "public interface Shelf { /** @since 0.2.0 */ default void put(String book) {} }"))
                .isEmpty();
    }

    @Test
    void methodOfAnInterface_thatOnlyPerUserImplements_breaksNothing() throws IOException {
        assertThat(problems(
                        "0.1.1",
                        Set.of(),
                        Map.of("lib.OnlyOurs", "public interface OnlyOurs { }"),
                        Map.of("lib.OnlyOurs", "public interface OnlyOurs { /** @since 0.1.1 */ void put(); }")))
                .isEmpty();
    }

    @Test
    void constructor_breaksThoseWhoCallIt_unlessOnlySpringDoes() throws IOException {
        String before = "public class %s { public %s(int boards) {} }";
        String now = "public class %s { /** @since 0.2.0 */ public %s(int boards, int books) {} }";
        assertThat(problems(before.replace("%s", "Shelf"), now.replace("%s", "Shelf")))
                .containsExactly("lib.Shelf#new(int) CONSTRUCTOR_REMOVED: not among the allowed breaks");
        assertThat(problems(
                        "0.2.0",
                        Set.of(),
                        Map.of("lib.Settings", before.replace("%s", "Settings")),
                        Map.of("lib.Settings", now.replace("%s", "Settings"))))
                .isEmpty();
    }

    @Test
    void new_needsTheVersionThatHasItFirst() throws IOException {
        String before = "public class Shelf { }";
        assertThat(problems(before, """
                        public class Shelf {
                            /** Puts. */
                            public <T extends CharSequence> void put(java.util.List<T> books, T... more) {}
                            /** Takes.
                             * @since 0.1.0 */
                            public void take() {}
                            /** @since 0.2.0 */
                            public static final int BOARDS = 3;
                            /** Rows. */
                            public record Rows(int count) {}
                            @Override public String toString() { return ""; }
                            void inside() {}
                        }
                        """))
                .containsExactly(
                        "lib.Shelf#put(List,CharSequence[]): new, so it needs @since 0.2.0",
                        "lib.Shelf#take(): new, so it needs @since 0.2.0",
                        "lib.Shelf$Rows: new, so it needs @since 0.2.0");
    }

    @Test
    void newType_needsItOnce() throws IOException {
        Map<String, String> before = Map.of(NAME, "public class Shelf { }");
        Map<String, String> now = Map.of(NAME, "public class Shelf { }", "lib.Board", """
                /** A board.
                 * @since 0.2.0 */
                public class Board {
                    public void put() {}
                    public enum Kind { LONG }
                }
                """);
        assertThat(problems("0.2.0", Set.of(), before, now)).isEmpty();
    }

    @Test
    void otherPackages_andWhatIsNotPublic_mayChange() throws IOException {
        Map<String, String> before = Map.of(
                "lib.internal.Rows", "public class Rows { public void sort() {} }",
                "lib.internal.deep.Cells", "public class Cells { public void sort() {} }",
                "lib.Hidden", "class Hidden { public void sort() {} }");
        Map<String, String> now = Map.of(
                "lib.internal.Rows", "public class Rows { }",
                "lib.internal.deep.Cells", "public class Cells { }",
                "lib.Hidden", "class Hidden { }",
                "lib.internal.More", "public class More { }");
        assertThat(problems("0.1.1", Set.of(), before, now)).isEmpty();
    }
}
