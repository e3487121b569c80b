package dev.peruser.it.soak;

import dev.peruser.it.servers.MariaDbServer;
import dev.peruser.it.servers.PostgresServer;
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
    },
    /** A PostgreSQL server. */
    POSTGRESQL {
        @Override
        List<String> start() {
            return JdbcServer.options(PostgresServer.newest().emptyDatabase());
        }

        @Override
        SessionStore open(Path folder) {
            return JdbcServer.open();
        }
    },
    /** A MariaDB server. */
    MARIADB {
        @Override
        List<String> start() {
            return JdbcServer.options(MariaDbServer.newer().emptyDatabase());
        }

        @Override
        SessionStore open(Path folder) {
            return JdbcServer.open();
        }
    };

    /** Starts what the server processes share, once in all; returns what they must be told, as options of their JVM. */
    List<String> start() {
        return List.of();
    }

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
