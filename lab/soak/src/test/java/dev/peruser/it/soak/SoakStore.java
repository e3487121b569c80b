package dev.peruser.it.soak;

import dev.peruser.it.servers.MariaDbServer;
import dev.peruser.it.servers.PostgresServer;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import java.io.IOException;
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
        SharedServer begin(Path folder, boolean isFailedOver) throws IOException {
            return SharedDatabase.begin(folder, PostgresServer.newest().emptyDatabase());
        }

        @Override
        SessionStore open(Path folder) {
            return SharedDatabase.open(folder);
        }
    },
    /** A MariaDB server. */
    MARIADB {
        @Override
        SharedServer begin(Path folder, boolean isFailedOver) throws IOException {
            return SharedDatabase.begin(folder, MariaDbServer.newer().emptyDatabase());
        }

        @Override
        SessionStore open(Path folder) {
            return SharedDatabase.open(folder);
        }
    },
    /** One Redis, which writes to disk before it acknowledges. */
    REDIS {
        @Override
        SharedServer begin(Path folder, boolean isFailedOver) throws IOException {
            return SharedRedis.single(folder);
        }

        @Override
        SessionStore open(Path folder) {
            return SharedRedis.open(folder);
        }
    },
    /** A Redis Cluster of three masters; each has a replica, for which saves wait, if masters are killed. */
    REDIS_CLUSTER {
        @Override
        SharedServer begin(Path folder, boolean isFailedOver) throws IOException {
            return SharedRedis.cluster(folder, isFailedOver);
        }

        @Override
        SessionStore open(Path folder) {
            return SharedRedis.open(folder);
        }
    };

    /** Starts what all processes share, before them. */
    SharedServer begin(Path folder, boolean isFailedOver) throws IOException {
        return new SharedServer() {};
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
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<String> labels() {
        return Stream.of(values()).map(SoakStore::label).toList();
    }
}
