package dev.peruser.it.docs;

import dev.peruser.UserRecord;
import dev.peruser.store.tck.UserRecordContract;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import org.junit.jupiter.api.AfterEach;

/** The JPA example of docs/guide/data-within-the-user.md keeps the contract, on Hibernate and H2. */
class AccountEntityContractIT extends UserRecordContract {
    private final EntityManagerFactory entities = new PersistenceConfiguration("accounts")
            .managedClass(Account.class)
            .property(PersistenceConfiguration.JDBC_URL, "jdbc:h2:mem:entities;DB_CLOSE_DELAY=-1")
            .property(PersistenceConfiguration.SCHEMAGEN_DATABASE_ACTION, "drop-and-create")
            .property("hibernate.connection.pool_size", "16")
            .createEntityManagerFactory();

    @Override
    protected UserRecord openEmpty() {
        entities.runInTransaction(manager -> {
            Account account = new Account();
            account.name = "ada";
            manager.persist(account);
        });
        return open();
    }

    @Override
    protected UserRecord open() {
        return new EntityData(entities, "ada");
    }

    @AfterEach
    void close() {
        entities.close();
    }
}
