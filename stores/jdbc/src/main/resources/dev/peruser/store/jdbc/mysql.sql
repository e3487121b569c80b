-- The table of PerUser's JDBC session store for MySQL. Another name is fine: give it to JdbcSessionStore as well.
-- Keys are ASCII; ascii_bin compares their bytes.
CREATE TABLE IF NOT EXISTS peruser_session (
    session_key VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    incarnation BIGINT NOT NULL,
    counter BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    body LONGBLOB NOT NULL,
    KEY peruser_session_expires_at (expires_at)
) ENGINE = InnoDB;
