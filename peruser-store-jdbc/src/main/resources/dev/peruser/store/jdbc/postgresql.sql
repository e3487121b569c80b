-- The table of PerUser's JDBC session store for PostgreSQL. Another name is fine: give it to JdbcSessionStore as well.
-- Keys are ASCII; "C" compares their bytes. A save leaves expires_at as it is, but for a refresh now and then, so most saves
-- touch no index (HOT) as long as the page has room: hence the fillfactor.
CREATE TABLE IF NOT EXISTS peruser_session (
    session_key VARCHAR(200) COLLATE "C" NOT NULL PRIMARY KEY,
    incarnation BIGINT NOT NULL,
    counter BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    body BYTEA NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX IF NOT EXISTS peruser_session_expires_at ON peruser_session (expires_at);
