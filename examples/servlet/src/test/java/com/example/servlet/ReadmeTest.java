package com.example.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says to type prints what it says. */
class ReadmeTest {
    @TempDir
    private Path folder;

    @Test
    void commands_printWhatTheReadmeSays() throws Exception {
        try (ShopServer server = new ShopServer(0, folder.resolve("peruser.db"))) {
            String commands = block("visit").replace("localhost:8080", "localhost:" + server.port());
            Process shell = new ProcessBuilder("bash", "-c", commands)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            assertEquals(block("printed"), new String(shell.getInputStream().readAllBytes()));
        }
    }

    /** The code block of the README behind a comment. */
    private static String block(String name) throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String behind = readme.split("<!-- region:" + name + " -->\n```\\w*\n", 2)[1];
        return behind.split("```\n", 2)[0];
    }
}
