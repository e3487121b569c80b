package dev.peruser.it.soak;

import dev.peruser.it.servers.MariaDbServer;
import dev.peruser.it.servers.PostgresServer;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** The stores that several processes can share. */
enum SoakStore {
    /** One SQLite file. */
    SQLITE(
            (folder, isFailedOver) -> new SharedServer() {},
            folder -> EmbeddedSessionStore.open(folder.resolve("peruser.db"))),
    /** A PostgreSQL server. */
    POSTGRESQL(
            (folder, isFailedOver) ->
                    SharedDatabase.begin(folder, PostgresServer.newest().emptyDatabase()),
            SharedDatabase::open),
    /** A MariaDB server. */
    MARIADB(
            (folder, isFailedOver) ->
                    SharedDatabase.begin(folder, MariaDbServer.newer().emptyDatabase()),
            SharedDatabase::open),
    /** One Redis, which writes to disk before it acknowledges. */
    REDIS((folder, isFailedOver) -> SharedRedis.single(folder), SharedRedis::open),
    /** A Redis Cluster of three masters; each has a replica, for which saves wait, if masters are killed. */
    REDIS_CLUSTER(SharedRedis::cluster, SharedRedis::open);

    /** Starts what is shared. */
    private interface Beginning {
        SharedServer begin(Path folder, boolean isFailedOver) throws IOException;
    }

    private final Beginning beginning;
    private final Function<Path, SessionStore> opening;

    SoakStore(Beginning beginning, Function<Path, SessionStore> opening) {
        this.beginning = beginning;
        this.opening = opening;
    }

    /** Starts what all processes share, before them. */
    SharedServer begin(Path folder, boolean isFailedOver) throws IOException {
        return beginning.begin(folder, isFailedOver);
    }

    /** Opens it; called once in each server process. */
    SessionStore open(Path folder) {
        return opening.apply(folder);
    }

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
