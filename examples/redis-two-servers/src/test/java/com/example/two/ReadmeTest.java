package com.example.two;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** What the README says to type prints what it says. */
class ReadmeTest {
    @TempDir
    private Path folder;

    @Test
    void commands_printWhatTheReadmeSays() throws Exception {
        try (TwoServers servers = TwoServers.start(freePort(), 0, 0)) {
            String commands = block("visit")
                    .replace("localhost:8080", "localhost:" + port(servers.one))
                    .replace("localhost:8081", "localhost:" + port(servers.two));
            Process shell = new ProcessBuilder("bash", "-c", commands)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(shell.getInputStream().readAllBytes());
            assertThat(printed).isEqualTo(block("printed"));
        }
    }

    private static String port(ConfigurableApplicationContext server) {
        return server.getEnvironment().getProperty("local.server.port");
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** The code block of the README behind a comment. */
    private static String block(String name) throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String behind = readme.split("<!-- region:" + name + " -->\n```\\w*\n", 2)[1];
        return behind.split("```\n", 2)[0];
    }
}
