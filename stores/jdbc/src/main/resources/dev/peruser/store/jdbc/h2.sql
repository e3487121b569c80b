-- The table of PerUser's JDBC session store for H2. Another name is fine: give it to JdbcSessionStore as well.
-- The body is an array of pieces, because a VARBINARY ends at 1 MiB, and writing a BLOB takes four times as long.
CREATE TABLE IF NOT EXISTS peruser_session (
    session_key VARCHAR(200) NOT NULL PRIMARY KEY,
    incarnation BIGINT NOT NULL,
    counter BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    body VARBINARY(1048576) ARRAY NOT NULL
);

CREATE INDEX IF NOT EXISTS peruser_session_expires_at ON peruser_session (expires_at);
