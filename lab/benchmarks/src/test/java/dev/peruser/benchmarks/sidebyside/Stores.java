package dev.peruser.benchmarks.sidebyside;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.it.servers.PostgresServer;
import dev.peruser.it.servers.RedisServer;
import dev.peruser.it.servers.TestDatabase;
import dev.peruser.nearcache.NearCachedSessionStore;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import dev.peruser.store.redis.RedisSessionStore;
import io.lettuce.core.RedisURI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The servers and files, and who keeps sessions there. The floor comes first. */
final class Stores implements AutoCloseable {
    static final String RAW = "raw";
    static final String RAW_WARM = "raw write only";
    static final String PERUSER = "PerUser";
    static final String PERUSER_NEAR = "PerUser, near cache";
    static final String SPRING = "Spring Session";
    static final String PERUSER_FILTER = "PerUser, with its filter";
    static final String PERUSER_NEAR_FILTER = "PerUser, near cache, with its filter";
    static final String SPRING_FILTER = "Spring Session, with its filter";
    static final String SPRING_INDEXED = "Spring Session, indexed";

    private static final int CONNECTIONS = 16;
    /** As many as the embedded store takes. */
    private static final int EMBEDDED_CONNECTIONS = 4;

    private static final Meter NOTHING = () -> new Subject.Traffic(Double.NaN, Double.NaN, Double.NaN);

    private final List<AutoCloseable> open = new ArrayList<>();

    /** Those on one kind of store; counted ones are slow, and for counting only. */
    List<Subject> open(Kind kind, boolean counted) throws Exception {
        return switch (kind) {
            case REDIS -> redis(counted);
            case POSTGRESQL -> postgresql(counted);
            case SQLITE -> sqlite(counted);
            case H2 -> h2(counted);
        };
    }

    /** Where sessions are kept. */
    enum Kind {
        REDIS("Redis"),
        POSTGRESQL("PostgreSQL"),
        SQLITE("SQLite, WAL, synchronous=NORMAL"),
        H2("H2, WRITE_DELAY 0");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private List<Subject> redis(boolean counted) throws Exception {
        RedisServer server = RedisServer.started();
        open.add(server);
        Meter meter = NOTHING;
        if (counted) {
            RedisMonitor monitor = new RedisMonitor("127.0.0.1", server.port());
            open.add(monitor);
            meter = monitor;
        }
        SessionStore store =
                RedisSessionStore.builder(RedisURI.create(server.url())).build();
        SessionStore cached = RedisSessionStore.builder(RedisURI.create(server.url()))
                .prefix("near:")
                .build();
        LettuceConnectionFactory factory = new LettuceConnectionFactory("127.0.0.1", server.port());
        factory.afterPropertiesSet();
        factory.start();
        RedisTemplate<String, Object> template = new RedisTemplate<>();
        template.setConnectionFactory(factory);
        template.setKeySerializer(RedisSerializer.string());
        template.setHashKeySerializer(RedisSerializer.string());
        template.afterPropertiesSet();
        RedisIndexedSessionRepository indexed = new RedisIndexedSessionRepository(template);
        indexed.setRedisKeyNamespace("indexed");
        indexed.setApplicationEventPublisher(event -> {});
        SessionStore filtered = RedisSessionStore.builder(RedisURI.create(server.url()))
                .prefix("filtered:")
                .build();
        SessionStore filteredCached = RedisSessionStore.builder(RedisURI.create(server.url()))
                .prefix("filtered-near:")
                .build();
        return List.of(
                new RawRedisSubject(RAW, server.url(), meter, false),
                new RawRedisSubject(RAW_WARM, server.url(), meter, true),
                new PerUserSubject(PERUSER, store, meter, false),
                new PerUserSubject(
                        PERUSER_NEAR, NearCachedSessionStore.builder(cached).build(), meter, true),
                new SpringSessionSubject<>(SPRING, new RedisSessionRepository(template), meter, factory::destroy),
                FilteredSubject.perUser(PERUSER_FILTER, filtered, meter),
                FilteredSubject.perUser(
                        PERUSER_NEAR_FILTER,
                        NearCachedSessionStore.builder(filteredCached).build(),
                        meter),
                FilteredSubject.springSession(SPRING_FILTER, new RedisSessionRepository(template), meter),
                new SpringSessionSubject<>(SPRING_INDEXED, indexed, meter, () -> {}));
    }

    private List<Subject> postgresql(boolean counted) throws Exception {
        TestDatabase database = PostgresServer.newest(Map.of("shared_buffers", "1GB", "max_wal_size", "8GB"))
                .emptyDatabase();
        HikariConfig configuration = new HikariConfig();
        configuration.setJdbcUrl(database.url());
        configuration.setUsername(database.user());
        configuration.setPassword(database.password());
        configuration.setMaximumPoolSize(CONNECTIONS);
        HikariDataSource pool = new HikariDataSource(configuration);
        open.add(pool);
        return onOnePool(pool, "BYTEA STORAGE EXTERNAL", "schema-postgresql.sql", counted);
    }

    private List<Subject> h2(boolean counted) throws Exception {
        Path directory = directory();
        HikariConfig configuration = new HikariConfig();
        configuration.setJdbcUrl("jdbc:h2:file:" + directory.resolve("sessions"));
        configuration.setConnectionInitSql("SET WRITE_DELAY 0");
        configuration.setMaximumPoolSize(CONNECTIONS);
        HikariDataSource pool = new HikariDataSource(configuration);
        open.add(pool);
        return onOnePool(pool, "VARBINARY(1048576)", "schema-h2.sql", counted);
    }

    private List<Subject> onOnePool(DataSource pool, String blob, String schema, boolean counted) throws Exception {
        CountedDataSource counter = new CountedDataSource(pool);
        DataSource dataSource = counted ? counter.dataSource() : pool;
        Meter meter = counted ? counter : NOTHING;
        SpringJdbc spring = SpringJdbc.on(dataSource, schema);
        return List.of(
                new RawJdbcSubject(RAW, dataSource, blob, meter, () -> {}),
                new PerUserSubject(PERUSER, JdbcSessionStore.builder(dataSource).build(), meter, false),
                FilteredSubject.perUser(
                        PERUSER_FILTER,
                        JdbcSessionStore.builder(dataSource).table("filtered").build(),
                        meter),
                spring.subject(meter),
                FilteredSubject.springSession(SPRING_FILTER, spring.repository(), meter));
    }

    private List<Subject> sqlite(boolean counted) throws Exception {
        Path directory = directory();
        HikariDataSource rawPool = sqlitePool(directory.resolve("raw.db"));
        HikariDataSource springPool = sqlitePool(directory.resolve("spring.db"));
        CountedDataSource raw = new CountedDataSource(rawPool);
        CountedDataSource own = new CountedDataSource(rawPool);
        CountedDataSource spring = new CountedDataSource(springPool);
        SessionStore store = counted
                ? JdbcSessionStore.builder(own.dataSource()).build()
                : EmbeddedSessionStore.open(directory.resolve("peruser.db"));
        SessionStore filtered = counted
                ? JdbcSessionStore.builder(own.dataSource()).table("filtered").build()
                : EmbeddedSessionStore.open(directory.resolve("filtered.db"));
        SpringJdbc springJdbc = SpringJdbc.on(counted ? spring.dataSource() : springPool, "schema-sqlite.sql");
        Meter ownMeter = counted ? own : NOTHING;
        Meter springMeter = counted ? spring : NOTHING;
        return List.of(
                new RawJdbcSubject(
                        RAW, counted ? raw.dataSource() : rawPool, "BLOB", counted ? raw : NOTHING, () -> {}),
                new PerUserSubject(PERUSER, store, ownMeter, false),
                FilteredSubject.perUser(PERUSER_FILTER, filtered, ownMeter),
                springJdbc.subject(springMeter),
                FilteredSubject.springSession(SPRING_FILTER, springJdbc.repository(), springMeter));
    }

    private HikariDataSource sqlitePool(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        // Without these two Spring Session's transactions fail as soon as two threads write.
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setBusyTimeout(10_000);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl("jdbc:sqlite:" + file);
        HikariConfig configuration = new HikariConfig();
        configuration.setDataSource(dataSource);
        configuration.setMaximumPoolSize(EMBEDDED_CONNECTIONS);
        HikariDataSource pool = new HikariDataSource(configuration);
        open.add(pool);
        return pool;
    }

    /** Spring Session's repository on a database. */
    private record SpringJdbc(JdbcIndexedSessionRepository repository) {
        static SpringJdbc on(DataSource dataSource, String schema) {
            new ResourceDatabasePopulator(new ClassPathResource("org/springframework/session/jdbc/" + schema))
                    .execute(dataSource);
            TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
            transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
            JdbcIndexedSessionRepository repository =
                    new JdbcIndexedSessionRepository(new JdbcTemplate(dataSource), transactions);
            repository.afterPropertiesSet();
            return new SpringJdbc(repository);
        }

        Subject subject(Meter meter) {
            return new SpringSessionSubject<>(SPRING, repository, meter, repository::destroy);
        }
    }

    private Path directory() throws Exception {
        Path directory = Files.createTempDirectory("peruser-benchmarks");
        open.add(() -> {
            try (var files = Files.walk(directory)) {
                files.sorted(java.util.Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        });
        return directory;
    }

    @Override
    public void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }
}
