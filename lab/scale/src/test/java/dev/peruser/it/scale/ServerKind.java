package dev.peruser.it.scale;

/** The servers that are measured. */
enum ServerKind {
    /** The newest PostgreSQL, with its table divided by hash of the key. */
    POSTGRESQL {
        @Override
        MeasuredServer start(Options options) throws Exception {
            return MeasuredPostgres.start(options.partitions());
        }
    },
    /** One Redis, with an append-only file. */
    REDIS {
        @Override
        MeasuredServer start(Options options) {
            return MeasuredRedis.start(options.clients());
        }
    },
    /** An SQLite file, which has no server: its work is done by the process that asks. */
    SQLITE {
        @Override
        MeasuredServer start(Options options) throws Exception {
            return MeasuredSqlite.start();
        }
    };

    abstract MeasuredServer start(Options options) throws Exception;
}
