package dev.peruser.store.jdbc.internal;

/** What a database says when it says no, and what can be done about it. */
public enum Failure {
    /** A row with that key is there. */
    DUPLICATE_KEY("a session with that key is already stored"),
    /** Somebody else holds a lock: the statement was not applied, so it can be sent again. */
    LOCKED("the database was locked by another connection until the deadline; look for long transactions"),
    /** The table, or a column of it, is not there. */
    NO_TABLE("the table is missing or has other columns"),
    /** The user may not do that. */
    NO_RIGHTS("the database user lacks the right to do that; grant it SELECT, INSERT, UPDATE and DELETE on the table,"
            + " and, if the table's name says its schema, USAGE on that"),
    /** Nobody may write. */
    READ_ONLY("the database is read-only; make its file and its directory writable for this process"),
    /** No room is left. */
    FULL("the database is full; free some disk space"),
    /** The file can't be opened. */
    CANNOT_OPEN("the database file can't be opened; check the path and the rights of its directory"),
    /** The file is none of a database. */
    NOT_A_DATABASE("the file is not a database; choose another path, or move the file away"),
    /** The file was damaged. */
    CORRUPT("the database file is damaged; restore it from a backup, or move it away"),
    /** An embedded database that only one process can use. */
    OPEN_ELSEWHERE("the database file is in use by another process; use SQLite, or a database server"),
    /** A time limit of the database's own: the statement was not carried out. */
    TIMED_OUT("the database's own time limit ended the statement; it was not carried out"),
    /** The session does not fit. */
    TOO_LARGE("the session is larger than the database accepts; lower PerUser's limits"),
    /** A value is none for the column. */
    REFUSED_VALUE(
            "the database refused a value that the session holds: text or a number that the column's type can't keep;"
                    + " nothing was saved. Use a column for text or bytes"),
    /** Something between driver and server runs statements where they were not prepared. */
    PREPARED_ELSEWHERE(
            "a pooler such as PgBouncer ran the statement over a connection on which it was not prepared; add"
                    + " prepareThreshold=0 to the URL, or set max_prepared_statements of PgBouncer 1.21 or later"),
    /** Whether the statement was carried out is unknown. */
    DISCONNECTED("the connection to the database was lost; whether the statement was carried out is unknown;"
            + " check that the database runs, and its log"),
    /** Anything else. */
    OTHER("the database reported an error; see the SQL state and error code, and the database's log");

    private final String explanation;

    Failure(String explanation) {
        this.explanation = explanation;
    }

    public String explanation() {
        return explanation;
    }
}
