package dev.peruser.it.scenarios;

import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import java.nio.file.Path;
import org.h2.jdbcx.JdbcConnectionPool;

class H2ScenariosIT extends Scenarios {

    @Override
    SessionStore open(Path folder) {
        JdbcConnectionPool pool = JdbcConnectionPool.create(
                "jdbc:h2:" + folder.resolve("application").toAbsolutePath(), "sa", "");
        closeInTheEnd(pool::dispose);
        return JdbcSessionStore.builder(pool).build();
    }
}
