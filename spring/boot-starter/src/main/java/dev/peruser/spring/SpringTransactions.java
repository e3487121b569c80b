package dev.peruser.spring;

import dev.peruser.store.jdbc.ApplicationTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Spring's transactions on one {@code DataSource}, JPA's among them. Loaded only if Spring's JDBC support is there. */
final class SpringTransactions implements ApplicationTransactions {
    private final DataSource dataSource;
    private final DataSource joining;

    SpringTransactions(DataSource dataSource) {
        this.dataSource = dataSource;
        this.joining = new TransactionAwareDataSourceProxy(dataSource);
    }

    @Override
    public boolean isOpen() {
        return TransactionSynchronizationManager.isActualTransactionActive()
                && TransactionSynchronizationManager.hasResource(dataSource);
    }

    @Override
    public Connection connection() throws SQLException {
        return joining.getConnection();
    }
}
