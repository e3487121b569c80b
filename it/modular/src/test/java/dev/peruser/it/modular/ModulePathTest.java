package dev.peruser.it.modular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.PerUser;
import dev.peruser.migration.SessionMigration;
import dev.peruser.migration.command.MigrationCommand;
import dev.peruser.nearcache.NearCachedSessionStore;
import dev.peruser.servlet.PerUserFilter;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import dev.peruser.store.redis.RedisSessionStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an application on the module path can do with the published modules, and what it can't. */
class ModulePathTest {
    private static final Module CORE = PerUser.class.getModule();
    private static final Module APPLICATION = ModularApplication.class.getModule();

    @TempDir
    Path folder;

    @Test
    void eachPart_isAModule_thatSaysWhatItUses() {
        Stream.of(
                        ModularApplication.class,
                        PerUser.class,
                        JdbcSessionStore.class,
                        RedisSessionStore.class,
                        NearCachedSessionStore.class,
                        SessionMigration.class,
                        MigrationCommand.class,
                        PerUserFilter.class)
                .map(Class::getModule)
                .forEach(module -> {
                    assertThat(module.isNamed()).as("%s", module).isTrue();
                    assertThat(module.getDescriptor().isAutomatic())
                            .as("%s", module)
                            .isFalse();
                });
    }

    @ParameterizedTest
    @EnumSource
    void session_isSaved_andReadByAnotherEngine(LocalStore kind) throws Exception {
        Address home = new Address("Engine Row 12", List.of("ground floor", "first floor"));
        SessionStore store = kind.open(folder);
        try {
            new ModularApplication(store).moveTo(home);
            assertThat(new ModularApplication(store).address()).isEqualTo(home);
        } finally {
            if (store instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
    }

    @Test
    void onlyTheTwoDoorsOfTheCore_areOpenToOthers() {
        Set<String> reachable = CORE.getPackages().stream()
                .filter(name -> CORE.isExported(name, APPLICATION) || CORE.isOpen(name, APPLICATION))
                .collect(Collectors.toSet());
        assertThat(reachable).containsExactlyInAnyOrder("dev.peruser", "dev.peruser.store");
        assertThat(CORE.getPackages()).contains("dev.peruser.internal", "dev.peruser.internal.commit");
    }

    @Test
    void insidesOfTheCore_areRefused_alsoByReflection() throws Exception {
        Class<?> provider = Class.forName("dev.peruser.internal.StandardProvider");
        assertThatExceptionOfType(IllegalAccessException.class)
                .isThrownBy(() -> provider.getConstructor().newInstance())
                .withMessageContaining("does not export dev.peruser.internal");
    }

    /** With no class path at all. */
    @Test
    void application_runsByItsModulesAlone() throws Exception {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--module-path",
                        System.getProperty("jdk.module.path"),
                        "--module",
                        "dev.peruser.it.modular/dev.peruser.it.modular.ModularApplication",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean hasEnded = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly();
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(hasEnded).as(printed).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        assertThat(printed)
                .contains(Arrays.stream(LocalStore.values())
                        .map(kind -> kind + ": Address[street=Engine Row 12, floors=[ground floor]]")
                        .toList());
    }
}
