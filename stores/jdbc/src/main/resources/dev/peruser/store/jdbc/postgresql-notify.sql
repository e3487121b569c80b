-- Lets PostgreSQL tell of changes to the table of PerUser's JDBC session store: see NotifyingSessionStore. The channel is the
-- table's name; what is told is the key and the version that is now stored, or 0 0 if none is.
CREATE OR REPLACE FUNCTION peruser_session_tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM pg_notify(TG_ARGV[0], OLD.session_key || ' 0 0');
    ELSE
        PERFORM pg_notify(TG_ARGV[0], NEW.session_key || ' ' || NEW.incarnation || ' ' || NEW.counter);
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER peruser_session_tell AFTER INSERT OR UPDATE OR DELETE ON peruser_session
    FOR EACH ROW EXECUTE FUNCTION peruser_session_tell('peruser_session');
