package dev.peruser.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.it.servers.HttpBrowser;
import dev.peruser.it.servers.RedisServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spring Boot's developer tools: the application starts anew in the same process when something changes. */
class DevToolsIT {
    @TempDir
    Path folder;

    private static String classPathWithDevTools() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target/devtools"))) {
            Path jar = files.findFirst().orElseThrow();
            return System.getProperty("java.class.path") + File.pathSeparator + jar.toAbsolutePath();
        }
    }

    @Test
    void session_outlivesARestart_withClassesThatAreLoadedAnew() throws Exception {
        Path watched = Files.createDirectory(folder.resolve("watched"));
        int port = RedisServer.freePort();
        try (Jvm application = Jvm.start(
                classPathWithDevTools(),
                DevToolsApplication.class,
                "--server.port=" + port,
                "--peruser.embedded.path=" + folder.resolve("peruser.db"),
                "--spring.devtools.restart.additional-paths=" + watched,
                "--spring.devtools.restart.poll-interval=200ms",
                "--spring.devtools.restart.quiet-period=100ms",
                "--spring.devtools.livereload.enabled=false")) {
            assertThat(application.heard()).isEqualTo("started by RestartClassLoader");
            HttpBrowser browser = new HttpBrowser(port);
            assertThat(browser.get("write?text=tea").statusCode()).isEqualTo(200);

            Files.writeString(watched.resolve("something"), "changed");

            assertThat(application.heard()).isEqualTo("started by RestartClassLoader");
            assertThat(browser.text("read")).isEqualTo("tea");
            assertThat(browser.get("write?text=milk").statusCode()).isEqualTo(200);
            assertThat(browser.text("read")).isEqualTo("milk");
        }
    }
}
