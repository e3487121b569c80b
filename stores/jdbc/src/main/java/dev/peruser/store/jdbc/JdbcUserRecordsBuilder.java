package dev.peruser.store.jdbc;

import dev.peruser.UserId;
import dev.peruser.store.jdbc.internal.Settings;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** Options of {@link JdbcUserRecords}. Building asks nothing of the database. Not for use by several threads. */
public final class JdbcUserRecordsBuilder {
    private static final String PART = "(?:[A-Za-z_][A-Za-z0-9_]{0,62}|\"[^\"\0]{1,63}\"|`[^`\0]{1,63}`)";
    private static final Pattern COLUMN = Pattern.compile(PART);
    private static final Pattern TABLE = Pattern.compile("(?:" + PART + "\\.)?" + PART);
    private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,17}");

    final DataSource dataSource;
    Optional<Dialect> dialect = Optional.empty();
    Optional<Integer> connections = Optional.empty();
    Settings settings = Settings.DURABLE;
    Optional<String> table = Optional.empty();
    String keyColumn = "id";
    String dataColumn = "session_data";
    String versionColumn = "session_version";
    KeyKind keyKind = KeyKind.NAME;
    Function<UserId, Optional<Object>> key = JdbcUserRecordsBuilder::nameOf;
    boolean isSideTable;
    boolean createsTable = true;
    boolean closesDataSource;
    ApplicationTransactions transactions = ApplicationTransactions.unknown();

    /** What is known of keys before there is one. */
    enum KeyKind {
        NAME,
        NUMBER,
        OTHER
    }

    JdbcUserRecordsBuilder(DataSource dataSource) {
        JdbcSessionStoreBuilder.refuseTransactional(dataSource);
        this.dataSource = dataSource;
    }

    /**
     * The table with one row for each user, with its schema if it is not found without. Default: {@code account}, or
     * {@code account_session} for a side table.
     *
     * @throws IllegalArgumentException unless it is a name of letters, digits and underscores, or any in quotation
     *     marks; perhaps behind such a name and a point
     */
    public JdbcUserRecordsBuilder table(String table) {
        this.table = Optional.of(checked("table", table, TABLE));
        return this;
    }

    /**
     * The column that tells users apart. It must be unique, and have an index. Default {@code id}.
     *
     * @throws IllegalArgumentException unless it is a name of letters, digits and underscores, or any in quotation
     *     marks
     */
    public JdbcUserRecordsBuilder keyColumn(String column) {
        keyColumn = checked("keyColumn", column, COLUMN);
        return this;
    }

    /**
     * The column for session data: JSON, text or bytes. NULL is no session. Default {@code session_data}.
     *
     * @throws IllegalArgumentException as {@link #keyColumn}
     */
    public JdbcUserRecordsBuilder dataColumn(String column) {
        dataColumn = checked("dataColumn", column, COLUMN);
        return this;
    }

    /**
     * The column for the data's version, a whole number. NULL counts as 0. Nobody else may change it: not the version
     * of an entity. Default {@code session_version}.
     *
     * @throws IllegalArgumentException as {@link #keyColumn}
     */
    public JdbcUserRecordsBuilder versionColumn(String column) {
        versionColumn = checked("versionColumn", column, COLUMN);
        return this;
    }

    private static String checked(String what, String name, Pattern allowed) {
        if (!allowed.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + " must be a name of up to 63 letters, digits and underscores, or one in quotation marks");
        }
        return name;
    }

    /**
     * What is in the key column for a user; empty if the user's session is to be in the session store. By default the
     * name of users without a realm, as text: names that another identity provider vouches for are none of the
     * application's accounts.
     */
    public JdbcUserRecordsBuilder key(Function<UserId, Optional<Object>> key) {
        this.key = key;
        keyKind = KeyKind.OTHER;
        return this;
    }

    /**
     * The key column has numbers, and users' names are these. A user whose name is no number, written in the usual way,
     * has no record: the session is empty, and can't be changed.
     */
    public JdbcUserRecordsBuilder numericKeys() {
        this.key = user -> nameOf(user).map(JdbcUserRecordsBuilder::numberOf);
        keyKind = KeyKind.NUMBER;
        return this;
    }

    private static Optional<Object> nameOf(UserId user) {
        return user.realm().isEmpty() ? Optional.of(user.name()) : Optional.empty();
    }

    /** Only the one way of writing it: two names must not be one account. */
    private static Object numberOf(Object name) {
        return NUMBER.matcher((String) name).matches() ? Long.valueOf((String) name) : JdbcUserRecords.NO_KEY;
    }

    /**
     * The table has only the sessions, and rows are inserted when there is something to save. So no transaction on the
     * accounts is in the way, and an account that isn't there yet has a session. By default the columns are beside the
     * account's own, and a user without a row has an empty session that can't be changed.
     */
    public JdbcUserRecordsBuilder sideTable() {
        isSideTable = true;
        return this;
    }

    /** A side table that is missing is not created; by default it is, at the first use. */
    public JdbcUserRecordsBuilder requireTable() {
        createsTable = false;
        return this;
    }

    /** The database product; by default the connection's own word for it at the first use. */
    public JdbcUserRecordsBuilder dialect(Dialect dialect) {
        this.dialect = Optional.of(dialect);
        return this;
    }

    /**
     * The most connections that are taken at a time; by default as many as there are calls. Calls beyond it wait until
     * their deadline.
     *
     * @throws IllegalArgumentException if less than 1
     */
    public JdbcUserRecordsBuilder connections(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("connections must be at least 1, was " + most);
        }
        connections = Optional.of(most);
        return this;
    }

    /**
     * Closes the {@code DataSource} with the records, if it can be closed: for a pool that only they use. By default it
     * stays open.
     */
    public JdbcUserRecordsBuilder closeDataSource() {
        closesDataSource = true;
        return this;
    }

    /**
     * Who knows of the application's transactions: then a user is erased within the one that is open, and a save beside
     * it doesn't wait for long for a row that the thread has locked itself. By default none are known.
     */
    public JdbcUserRecordsBuilder transactions(ApplicationTransactions transactions) {
        this.transactions = transactions;
        return this;
    }

    /** Builds the records. */
    public JdbcUserRecords build() {
        return new JdbcUserRecords(this);
    }

    RecordTable.Names names() {
        return new RecordTable.Names(
                table.orElse(isSideTable ? "account_session" : "account"), keyColumn, dataColumn, versionColumn);
    }
}
