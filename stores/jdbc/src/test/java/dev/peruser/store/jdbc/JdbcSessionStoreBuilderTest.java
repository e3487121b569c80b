package dev.peruser.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.sqlite.SQLiteDataSource;

class JdbcSessionStoreBuilderTest {

    @Test
    void table_refusesWhatIsNoPlainName() {
        JdbcSessionStoreBuilder builder = JdbcSessionStore.builder(new SQLiteDataSource());
        for (String name :
                new String[] {"", "1a", "a b", "a;b", "a.b.c", ".a", "a.", "\"a\"", "a'", "t\u00e4ble", "x".repeat(49)
                }) {
            assertThatThrownBy(() -> builder.table(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("table must be");
        }
        assertThat(builder.table("web_sessions_2")).isSameAs(builder);
        assertThat(builder.table("shop.web_sessions_2")).isSameAs(builder);
    }

    @Test
    void connections_refusesNone() {
        assertThatThrownBy(
                        () -> JdbcSessionStore.builder(new SQLiteDataSource()).connections(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("connections must be at least 1, was 0");
    }

    /** Its connections belong to the application's transaction, which autocommit would end. */
    @Test
    void builder_refusesADataSourceThatTakesPartInTransactions() {
        DataSource transactional = new TransactionAwareDataSourceProxy(new SQLiteDataSource()) {};
        assertThatThrownBy(() -> JdbcSessionStore.builder(transactional))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("transactions");
    }

    @Test
    void ddl_isInTheJarForEachDialect() throws Exception {
        for (Dialect dialect : Dialect.values()) {
            try (InputStream stream =
                    JdbcSessionStore.class.getClassLoader().getResourceAsStream(dialect.ddlResource())) {
                assertThat(stream).as(dialect.ddlResource()).isNotNull();
            }
        }
    }
}
