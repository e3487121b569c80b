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

-- The compression that PostgreSQL uses by default takes a fifth of a save's processor time. LZ4 takes next to none; a server
-- that was built without it keeps sessions as they are.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)) THEN
        ALTER TABLE peruser_session ALTER COLUMN body SET COMPRESSION lz4;
    ELSE
        ALTER TABLE peruser_session ALTER COLUMN body SET STORAGE EXTERNAL;
    END IF;
END
$$;
