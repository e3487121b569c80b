package dev.peruser.store.jdbc;

import dev.peruser.store.Deadline;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Takes connections for one call each, in autocommit mode, and gives them back as they were. */
final class Connections {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser.store.jdbc");

    private final DataSource dataSource;
    private final Optional<Semaphore> permits;

    Connections(DataSource dataSource, Optional<Integer> most) {
        this.dataSource = dataSource;
        this.permits = most.map(Semaphore::new);
    }

    /**
     * Takes a connection, or none if there is none before the deadline.
     *
     * @throws SQLException or any runtime exception that the data source throws
     */
    Optional<Lease> take(Deadline deadline) throws SQLException, InterruptedException {
        if (permits.isPresent()
                && !permits.get().tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            Connection connection = dataSource.getConnection();
            Lease lease = new Lease(connection);
            taken = true;
            return Optional.of(lease);
        } finally {
            if (!taken) {
                permits.ifPresent(Semaphore::release);
            }
        }
    }

    /** A connection for one call. */
    final class Lease implements AutoCloseable {
        private final Connection connection;
        private boolean wasTransactional;
        private Database.Undo undo = () -> {};

        private Lease(Connection connection) {
            this.connection = connection;
        }

        Connection connection() {
            return connection;
        }

        /** Makes it ready. Autocommit is asked for rather than set, because in most pools it is on already. */
        void begin(Database database, Deadline deadline) throws SQLException {
            if (!connection.getAutoCommit()) {
                connection.setAutoCommit(true);
                wasTransactional = true;
            }
            undo = database.begin(connection, deadline);
        }

        /** What fails here has no bearing on what the call did, so it is no failure of the call. */
        @Override
        public void close() {
            quietly(undo);
            if (wasTransactional) {
                quietly(() -> connection.setAutoCommit(false));
            }
            quietly(connection::close);
            permits.ifPresent(Semaphore::release);
        }
    }

    static void quietly(Database.Undo step) {
        try {
            step.run();
        } catch (SQLException | RuntimeException failure) {
            LOGGER.log(Level.DEBUG, "A connection of the session store could not be given back as it was", failure);
        }
    }
}
