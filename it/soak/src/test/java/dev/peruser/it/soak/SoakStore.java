package dev.peruser.it.soak;

import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The stores that several processes can share. */
enum SoakStore {
    /** One SQLite file. */
    SQLITE {
        @Override
        SessionStore open(Path folder) {
            return EmbeddedSessionStore.open(folder.resolve("peruser.db"));
        }
    };

    /** Opens it; called once in each server process. */
    abstract SessionStore open(Path folder);

    static SoakStore named(String name) {
        return Stream.of(values())
                .filter(store -> store.label().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("--store must be one of " + labels() + ", was " + name));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static List<String> labels() {
        return Stream.of(values()).map(SoakStore::label).toList();
    }
}
