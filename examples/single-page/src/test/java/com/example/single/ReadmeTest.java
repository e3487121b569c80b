package com.example.single;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;

/** What the README says to type prints what it says. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"peruser.embedded.path=target/readme.db", "peruser.deadline=30s"})
class ReadmeTest {
    @Value("${local.server.port}")
    private int port;

    @TempDir
    private Path folder;

    @Test
    void commands_printWhatTheReadmeSays() throws Exception {
        String commands = block("visit").replace("localhost:8080", "localhost:" + port);
        Process shell = new ProcessBuilder("bash", "-c", commands)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(shell.getInputStream().readAllBytes());
        assertThat(printed).isEqualTo(block("printed"));
    }

    /** The code block of the README behind a comment. */
    private static String block(String name) throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String behind = readme.split("<!-- region:" + name + " -->\n```\\w*\n", 2)[1];
        return behind.split("```\n", 2)[0];
    }
}
