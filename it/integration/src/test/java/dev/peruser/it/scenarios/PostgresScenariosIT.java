package dev.peruser.it.scenarios;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.it.DatabasePool;
import dev.peruser.it.servers.PostgresServer;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import java.nio.file.Path;

class PostgresScenariosIT extends Scenarios {

    @Override
    SessionStore open(Path folder) {
        var database = PostgresServer.newest().emptyDatabase();
        HikariDataSource pool = DatabasePool.of(database);
        closeInTheEnd(pool);
        return JdbcSessionStore.builder(pool).table(database.table()).build();
    }
}
