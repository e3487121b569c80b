package dev.peruser.store.jdbc;

import dev.peruser.store.Deadline;
import dev.peruser.store.ObservableSessionStore.ChangeObserver;
import dev.peruser.store.SessionKey;
import dev.peruser.store.jdbc.internal.OwnSaves;
import dev.peruser.store.jdbc.internal.SqlResource;
import dev.peruser.store.jdbc.internal.TableName;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Listens to what a table's trigger tells, on one connection, until it is closed; takes another connection when that is
 * lost. After each beginning the observer learns that changes may have been missed before.
 */
final class Listening extends Thread {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser.store.jdbc");
    private static final String RESOURCE = "dev/peruser/store/jdbc/postgresql-notify.sql";
    private static final int POLL_MILLIS = 500;
    private static final int PARTS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DataSource dataSource;
    private final JdbcSessionStore store;
    private final String table;
    private final OwnSaves ownSaves;
    private final ChangeObserver observer;
    private final CountDownLatch closed = new CountDownLatch(1);

    Listening(DataSource dataSource, JdbcSessionStore store, OwnSaves ownSaves, ChangeObserver observer) {
        super("peruser session store changes");
        setDaemon(true);
        this.dataSource = dataSource;
        this.store = store;
        this.table = store.table().toLowerCase(Locale.ROOT);
        this.ownSaves = ownSaves;
        this.observer = observer;
    }

    void close() {
        closed.countDown();
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }

    @Override
    public void run() {
        boolean isQuiet = false;
        while (isOpen()) {
            try (Connection connection = dataSource.getConnection()) {
                store.prepare(Deadline.after(PATIENCE));
                listenOrGiveUp(connection);
                isQuiet = false;
            } catch (SQLException | RuntimeException failure) {
                if (isOpen()) {
                    observer.missed();
                    LOGGER.log(
                            isQuiet ? Level.DEBUG : Level.WARNING,
                            "Changes of sessions can't be heard of now; copies live until their maximum age",
                            failure);
                    isQuiet = true;
                    await(POLL_MILLIS);
                }
            }
        }
    }

    /** The pool doesn't see what failed here: the connection must not come out of it again. */
    private void listenOrGiveUp(Connection connection) throws SQLException {
        try {
            listen(connection);
        } catch (SQLException | RuntimeException failure) {
            Connections.quietly(() -> connection.abort(Runnable::run));
            throw failure;
        }
    }

    private void listen(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        requireTrigger(connection);
        PostgresNotifications notifications = PostgresNotifications.of(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN \"" + table + "\"");
            observer.missed();
            while (isOpen()) {
                notifications.await(POLL_MILLIS).forEach(this::tell);
            }
            statement.execute("UNLISTEN *");
        }
    }

    private void tell(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != PARTS) {
            observer.missed(); // somebody else's trigger
            return;
        }
        SessionKey key = SessionKey.parse(parts[0]);
        if (!ownSaves.has(key, Long.parseLong(parts[1]), Long.parseLong(parts[2]))) {
            observer.changed(key);
        }
    }

    private void requireTrigger(Connection connection) throws SQLException {
        try (PreparedStatement question =
                connection.prepareStatement("SELECT 1 FROM pg_trigger WHERE tgrelid = to_regclass(?) AND tgname = ?")) {
            question.setString(1, table);
            question.setString(2, TableName.of(table).name() + "_tell");
            try (ResultSet row = question.executeQuery()) {
                if (row.next()) {
                    return;
                }
            }
        }
        try (Statement statement = connection.createStatement()) {
            for (String sql : SqlResource.statements(RESOURCE, table)) {
                statement.execute(sql);
            }
        }
    }

    private void await(int millis) {
        try {
            var unused = closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            closed.countDown();
        }
    }
}
