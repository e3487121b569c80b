package dev.peruser.store.jdbc;

import dev.peruser.store.Deadline;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/** Takes connections for one call each, in autocommit mode, and gives them back as they were. */
final class Connections implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser.store.jdbc");
    /** Known by its name, because whoever has another pool may not have this one. */
    private static final String HIKARI = "com.zaxxer.hikari.HikariDataSource";

    /** Those that choose where a connection leads, by what is going on in the thread that takes or first uses it. */
    private static final List<String> ROUTING = List.of(
            "org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource",
            "org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy");

    private final DataSource dataSource;
    private final Optional<Semaphore> permits;
    private final boolean opensElsewhere;
    private final boolean isRouted;
    private final PatientThreads patientThreads = new PatientThreads();

    Connections(DataSource dataSource, Optional<Integer> most) {
        this.dataSource = dataSource;
        this.permits = most.map(Semaphore::new);
        this.opensElsewhere = isA(HIKARI, dataSource);
        this.isRouted = ROUTING.stream().anyMatch(name -> isWithin(name, dataSource));
    }

    /** Whether it, or one that it wraps, is of a class that may not be there at all. */
    private static boolean isWithin(String name, DataSource dataSource) {
        try {
            Class<?> type = Class.forName(name, false, dataSource.getClass().getClassLoader());
            return dataSource.isWrapperFor(type);
        } catch (ClassNotFoundException | SQLException | RuntimeException | LinkageError notTold) {
            return isA(name, dataSource);
        }
    }

    /** Whether its class, or one above it, has that name. */
    static boolean isA(String name, DataSource dataSource) {
        for (Class<?> type = dataSource.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a thread that asks for a connection does nothing but wait: HikariCP, once it has begun, opens connections
     * on a thread of its own.
     */
    boolean opensElsewhere() {
        return opensElsewhere;
    }

    /**
     * Whether a transaction of the application's, or whatever else it has bound to the thread, may decide that a
     * connection leads to a replica. A thread of our own has nothing of that.
     */
    boolean isRouted() {
        return isRouted;
    }

    /**
     * Takes a connection, or none if there is none before the deadline.
     *
     * @throws SQLException or any runtime exception that the data source throws
     */
    Optional<Lease> take(Deadline deadline) throws SQLException, InterruptedException {
        return awaitPermit(deadline) ? Optional.of(takeWithPermit()) : Optional.empty();
    }

    /**
     * Takes a connection by another thread, which alone waits for longer than the deadline if it comes to that.
     *
     * @throws TimeoutException if the data source has none before the deadline
     */
    Optional<Lease> takeByAnotherThread(Deadline deadline) throws SQLException, InterruptedException, TimeoutException {
        if (!awaitPermit(deadline)) {
            return Optional.empty();
        }
        return Optional.of(patientThreads.take(
                new PatientThreads.Taking() {
                    @Override
                    public Lease take() throws SQLException {
                        Lease lease = takeWithPermit();
                        if (isRouted) {
                            lease.settle();
                        }
                        return lease;
                    }

                    @Override
                    public void giveUp() {
                        permits.ifPresent(Semaphore::release);
                    }
                },
                deadline));
    }

    /**
     * Takes a permit, if the number of connections is bounded: waits for it until the deadline. False if there was none
     * by then.
     */
    boolean awaitPermit(Deadline deadline) throws InterruptedException {
        return permits.isEmpty()
                || permits.get().tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Takes a connection with a permit that the caller has. The permit goes back with the connection, or at once if
     * this fails.
     */
    Lease takeWithPermit() throws SQLException {
        boolean taken = false;
        try {
            Lease lease = new Lease(dataSource.getConnection());
            taken = true;
            return lease;
        } finally {
            if (!taken) {
                permits.ifPresent(Semaphore::release);
            }
        }
    }

    /** Ends the threads. The data source stays open. */
    @Override
    public void close() {
        patientThreads.close();
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

        /** A connection that is opened when it is first used is opened now, on this thread. */
        private void settle() {
            quietly(connection::getMetaData);
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

    static void closeQuietly(AutoCloseable pool) {
        quietly(() -> {
            try {
                pool.close();
            } catch (RuntimeException failure) {
                throw failure;
            } catch (Exception failure) {
                throw new SQLException(failure);
            }
        });
    }

    static void quietly(Database.Undo step) {
        try {
            step.run();
        } catch (SQLException | RuntimeException failure) {
            LOGGER.log(Level.DEBUG, "A connection of the session store could not be given back as it was", failure);
        }
    }
}
