package dev.peruser.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.it.servers.MariaDbServer;
import dev.peruser.it.servers.PostgresServer;
import dev.peruser.it.servers.RedisUnderTest;
import dev.peruser.it.servers.TestDatabase;
import dev.peruser.nearcache.NearCachedSessionStore;
import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import dev.peruser.store.redis.RedisSessionStore;
import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight threads, each with two open sessions of one user, change it 50 times each, by update and in place: 400 of 400,
 * and no request refused.
 */
class NothingLostIT {
    private static final int THREADS = 8;

    @TempDir
    private Path folder;

    @Test
    void inMemory() throws Exception {
        check(new InMemorySessionStore());
    }

    @Test
    void sqlite() throws Exception {
        try (EmbeddedSessionStore store = EmbeddedSessionStore.open(folder.resolve("peruser.db"))) {
            check(store);
        }
    }

    @Test
    void h2() throws Exception {
        JdbcConnectionPool pool =
                JdbcConnectionPool.create("jdbc:h2:" + folder.resolve("h2").toAbsolutePath(), "sa", "");
        try (JdbcSessionStore store = JdbcSessionStore.builder(pool).build()) {
            check(store);
        } finally {
            pool.dispose();
        }
    }

    @Test
    void redis() throws Exception {
        try (RedisSessionStore store = RedisSessionStore.builder(RedisURI.create(RedisUnderTest.url()))
                .prefix(RedisUnderTest.newPrefix())
                .build()) {
            check(store);
        }
    }

    /** What is changed is a copy at first, and often an old one. */
    @Test
    void nearCache() throws Exception {
        check(NearCachedSessionStore.builder(new InMemorySessionStore()).build());
    }

    @Test
    void redisCluster() throws Exception {
        try (RedisSessionStore store = RedisSessionStore.clusterBuilder(RedisUnderTest.clusterUrls().stream()
                        .map(RedisURI::create)
                        .toList())
                .prefix(RedisUnderTest.newPrefix())
                .build()) {
            check(store);
        }
    }

    @Test
    void postgresql_oldest() throws Exception {
        check(PostgresServer.oldest().emptyDatabase());
    }

    @Test
    void postgresql_newest() throws Exception {
        check(PostgresServer.newest().emptyDatabase());
    }

    @Test
    void mariadb() throws Exception {
        check(MariaDbServer.newer().emptyDatabase());
    }

    private static void check(TestDatabase database) throws Exception {
        try (HikariDataSource pool = DatabasePool.of(database);
                JdbcSessionStore store =
                        JdbcSessionStore.builder(pool).table(database.table()).build()) {
            check(store);
        }
    }

    private static void check(SessionStore store) throws Exception {
        // A database that is opened for the first time may take longer than a request may wait.
        store.load(SessionKey.parse("u::nobody"), Deadline.after(Duration.ofSeconds(30)));
        Increments increments = new Increments(store);
        for (String change : List.of("update", "map", "list", "equal")) {
            increments.run(THREADS, "p", Increments.named(change));
        }
        assertAllThere(increments);
    }

    private static void assertAllThere(Increments increments) {
        int all = THREADS * Increments.CHANGES;
        increments.reader().request(session -> {
            assertThat(session.get(Increments.COUNT)).isEqualTo(all);
            assertThat(session.map("map")).hasSize(all);
            assertThat(session.list("list")).hasSize(all);
            assertThat(new HashSet<>(session.list("list"))).hasSize(all);
            assertThat(session.list("equal")).hasSize(all).containsOnly("x");
        });
    }

    /** One of two processes on one SQLite file. */
    public static final class Half {
        public static void main(String[] arguments) throws Exception {
            try (EmbeddedSessionStore store = EmbeddedSessionStore.open(Path.of(arguments[0]))) {
                Increments increments = new Increments(store);
                Jvm.say("ready");
                System.in.read();
                for (String change : List.of("update", "map", "list", "equal")) {
                    increments.run(THREADS / 2, arguments[1], Increments.named(change));
                }
                Jvm.say("done");
            }
        }
    }

    @Test
    void sqlite_twoProcessesOnOneFile() throws Exception {
        String file = folder.resolve("peruser.db").toString();
        try (Jvm one = Jvm.start(Half.class, file, "one");
                Jvm other = Jvm.start(Half.class, file, "other")) {
            assertThat(one.heard()).isEqualTo("ready");
            assertThat(other.heard()).isEqualTo("ready");
            one.go();
            other.go();
            assertThat(one.heard()).isEqualTo("done");
            assertThat(other.heard()).isEqualTo("done");
            assertThat(one.waitFor()).isZero();
            assertThat(other.waitFor()).isZero();
        }
        try (EmbeddedSessionStore store = EmbeddedSessionStore.open(Path.of(file))) {
            Increments increments = new Increments(store);
            assertAllThere(increments);
            increments
                    .reader()
                    .request(session -> assertThat(Map.copyOf(session.asMap())).hasSize(4));
        }
    }
}
