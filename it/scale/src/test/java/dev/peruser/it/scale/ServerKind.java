package dev.peruser.it.scale;

/** The servers that are measured. */
enum ServerKind {
    /** The newest PostgreSQL. */
    POSTGRESQL {
        @Override
        MeasuredServer start() throws Exception {
            return MeasuredPostgres.start();
        }
    },
    /** One Redis, with an append-only file. */
    REDIS {
        @Override
        MeasuredServer start() {
            return MeasuredRedis.start();
        }
    },
    /** An SQLite file, which has no server: its work is done by the process that asks. */
    SQLITE {
        @Override
        MeasuredServer start() throws Exception {
            return MeasuredSqlite.start();
        }
    };

    abstract MeasuredServer start() throws Exception;
}
