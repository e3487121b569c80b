package dev.peruser.it.docs.testing;

import static dev.peruser.it.docs.testing.ShopSession.CART;
import static dev.peruser.test.assertions.PerUserAssertions.assertThat;

import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import dev.peruser.test.TestPerUser;
import dev.peruser.test.junit.EachStoreTest;
import dev.peruser.test.junit.EmbeddedFile;
import dev.peruser.test.junit.InMemory;
import dev.peruser.test.junit.StoreOpener;
import java.nio.file.Path;
import java.util.Map;
import org.h2.jdbcx.JdbcDataSource;

// snippet-file:testing-stores
class CartOnEachStoreTest {

    @EachStoreTest(attributesOf = ShopSession.class)
    void cart_isKept(TestPerUser shop) {
        shop.user("ada").request(session -> session.get(CART).put("tea", 1));
        shop.user("ada").request(session -> assertThat(session).hasValue(CART, Map.of("tea", 1)));
    }

    static class H2 implements StoreOpener {
        @Override
        public SessionStore open(Path folder) {
            JdbcDataSource dataSource = new JdbcDataSource();
            dataSource.setURL("jdbc:h2:" + folder.resolve("sessions"));
            return JdbcSessionStore.builder(dataSource).build();
        }
    }

    @EachStoreTest(
            stores = {InMemory.class, EmbeddedFile.class, H2.class},
            attributesOf = ShopSession.class)
    void cart_isKept_alsoInH2(TestPerUser shop) {
        cart_isKept(shop);
    }
}
