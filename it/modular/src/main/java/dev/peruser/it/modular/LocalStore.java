package dev.peruser.it.modular;

import dev.peruser.migration.MovingSessionStore;
import dev.peruser.nearcache.NearCachedSessionStore;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import java.nio.file.Path;
import org.h2.jdbcx.JdbcDataSource;

/** A store that needs no server. */
enum LocalStore {
    MEMORY {
        @Override
        SessionStore open(Path folder) {
            return new InMemorySessionStore();
        }
    },
    SQLITE_FILE {
        @Override
        SessionStore open(Path folder) {
            return EmbeddedSessionStore.open(folder.resolve("sessions.db"));
        }
    },
    H2_DATA_SOURCE {
        @Override
        SessionStore open(Path folder) {
            JdbcDataSource database = new JdbcDataSource();
            database.setURL("jdbc:h2:file:" + folder.resolve("h2").toAbsolutePath());
            return JdbcSessionStore.builder(database).build();
        }
    },
    NEAR_CACHE {
        @Override
        SessionStore open(Path folder) {
            return NearCachedSessionStore.builder(MEMORY.open(folder)).build();
        }
    },
    MOVING {
        @Override
        SessionStore open(Path folder) {
            return MovingSessionStore.from(MEMORY.open(folder), SQLITE_FILE.open(folder));
        }
    };

    abstract SessionStore open(Path folder);
}
