package com.example.cart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What the README says to type prints what it says. */
class ReadmeTest {
    @TempDir
    private Path folder;

    @Test
    void commands_printWhatTheReadmeSays() throws Exception {
        String printed = printed(block("before"), "jdbc");
        printed += printed(block("before").split("rm -f")[0] + block("after"), "jdbc", "peruser");
        assertThat(printed).isEqualTo(block("printed"));
    }

    private String printed(String commands, String... profiles) throws Exception {
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(CartApplication.class)
                .profiles(profiles)
                .run(
                        "--server.port=0",
                        "--peruser.deadline=30s",
                        "--spring.datasource.url=jdbc:h2:" + folder.resolve("cart"))) {
            String port = application.getEnvironment().getProperty("local.server.port");
            Process shell = new ProcessBuilder("bash", "-c", commands.replace("localhost:8080", "localhost:" + port))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            return new String(shell.getInputStream().readAllBytes());
        }
    }

    /** The code block of the README behind a comment. */
    private static String block(String name) throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String behind = readme.split("<!-- region:" + name + " -->\n```\\w*\n", 2)[1];
        return behind.split("```\n", 2)[0];
    }
}
