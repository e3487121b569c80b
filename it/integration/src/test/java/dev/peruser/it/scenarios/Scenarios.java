package dev.peruser.it.scenarios;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.it.DatabasePool;
import dev.peruser.it.servers.TestDatabase;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What went wrong elsewhere, on one store: the scenarios of docs/evidence/scenarios.md. A subclass says how to open the
 * store.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Scenarios
        implements MergedOnceScenarios,
                MergeRuleScenarios,
                SignInScenarios,
                ForeignDataScenarios,
                SavedDataScenarios,
                StoreTroubleScenarios,
                ApplicationScenarios {
    private final Deque<AutoCloseable> closing = new ArrayDeque<>();
    private ShopServer shop;

    /** Opens an empty store. If it can be closed, it will be. */
    abstract SessionStore open(Path folder);

    /** What is to be between the engine and the store; nothing, unless a subclass says so. */
    SessionStore inFrontOf(SessionStore store) {
        return store;
    }

    /** What else has to be closed, after the store. */
    final void closeInTheEnd(AutoCloseable resource) {
        closing.push(resource);
    }

    final SessionStore in(TestDatabase database) {
        HikariDataSource pool = DatabasePool.of(database);
        closeInTheEnd(pool);
        return JdbcSessionStore.builder(pool).table(database.table()).build();
    }

    @BeforeAll
    final void openTheShop(@TempDir Path folder) {
        SessionStore store = open(folder);
        if (store instanceof AutoCloseable closeable) {
            closing.push(closeable);
        }
        shop = new ShopServer(store, this::inFrontOf, "logging.level.root=OFF");
        closing.push(shop);
    }

    @AfterEach
    final void endTheTrouble() {
        shop.store().recover();
        shop.cartRule().repair();
    }

    @AfterAll
    final void closeTheShop() throws Exception {
        while (!closing.isEmpty()) {
            closing.pop().close();
        }
    }

    @Override
    public final ShopServer shop() {
        return shop;
    }
}
