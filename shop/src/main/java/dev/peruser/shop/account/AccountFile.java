package dev.peruser.shop.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file with the accounts. It is replaced as a whole, so that a crash leaves the old or the new one, never half of
 * one.
 */
final class AccountFile {
    private final Path path;
    private final JsonMapper mapper;

    AccountFile(Path path, JsonMapper mapper) {
        this.path = path.toAbsolutePath().normalize();
        this.mapper = mapper;
    }

    Path path() {
        return path;
    }

    Optional<AccountBook> read() {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(mapper.readValue(path.toFile(), AccountBook.class));
        } catch (JacksonException e) {
            throw new IllegalStateException(
                    "the accounts file " + path + " can't be read; repair it, or move it away to start afresh", e);
        }
    }

    void write(AccountBook book) {
        try {
            Files.createDirectories(directory());
            // Temporary files are readable by their owner only, and moving keeps that.
            Path draft = Files.createTempFile(directory(), "accounts", ".tmp");
            try {
                Files.write(draft, mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(book));
                Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the accounts file " + path + " can't be written", e);
        }
    }

    private Path directory() {
        return Optional.ofNullable(path.getParent()).orElse(path);
    }
}
