-- The table of PerUser's JDBC session store for SQLite. Another name is fine: give it to JdbcSessionStore as well.
CREATE TABLE IF NOT EXISTS peruser_session (
    session_key TEXT COLLATE BINARY NOT NULL PRIMARY KEY,
    incarnation INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    body BLOB NOT NULL
);

CREATE INDEX IF NOT EXISTS peruser_session_expires_at ON peruser_session (expires_at);
