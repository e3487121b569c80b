package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"spring.datasource.url=jdbc:h2:mem:shop", "peruser.deadline=30s"})
class ShopTest {
    private static final String[] ADA = {"username", "ada", "password", "a good password"};

    @Value("${local.server.port}")
    private int port;

    @Autowired
    private Accounts accounts;

    @Autowired
    private PerUser perUser;

    @Autowired
    private TransactionTemplate transaction;

    @BeforeEach
    void nobody() {
        accounts.deleteAll();
    }

    @Test
    void aGuestsCart_isInTheNewAccount_andOnASecondDevice() throws Exception {
        Browser desk = new Browser(port).post("/cart", "product", "tea").post("/register", ADA);
        assertThat(desk.cart()).containsExactly("tea: 1");
        assertThat(new Browser(port).post("/login", ADA).cart()).containsExactly("tea: 1");
    }

    @Test
    void quantitiesAreAdded_andTheVisitorIsToldOnce() throws Exception {
        Browser desk = new Browser(port).post("/cart", "product", "tea").post("/register", ADA);
        assertThat(desk.page()).contains("before signing in: 1 product(s)");
        Browser phone = new Browser(port).post("/cart", "product", "tea").post("/cart", "product", "mug");
        phone.post("/login", ADA);
        assertThat(phone.page()).contains("before signing in: 2 product(s)", "tea: 2", "mug: 1");
        assertThat(phone.page()).doesNotContain("before signing in");
    }

    @Test
    void signOut_showsAnEmptyCart() throws Exception {
        Browser desk = new Browser(port).post("/register", ADA).post("/cart", "product", "tea");
        assertThat(desk.post("/logout").cart()).isEmpty();
        assertThat(desk.post("/login", ADA).cart()).containsExactly("tea: 1");
    }

    @Test
    void aDeletedAccount_leavesNothingToANewOneOfThatName() throws Exception {
        Browser desk = new Browser(port).post("/register", ADA).post("/cart", "product", "tea");
        assertThat(desk.post("/delete-account").cart()).isEmpty();
        assertThat(desk.post("/register", ADA).cart()).isEmpty();
    }

    @Test
    void aDeletionThatFails_leavesAccountAndCart() throws Exception {
        Browser desk = new Browser(port).post("/register", ADA).post("/cart", "product", "tea");
        long id = accounts.findByName("ada").orElseThrow().id;
        assertThatThrownBy(() -> transaction.executeWithoutResult(deleting -> {
                    perUser.erase(UserId.of(Long.toString(id)));
                    accounts.deleteById(id);
                    throw new IllegalStateException("not today");
                }))
                .hasMessage("not today");
        assertThat(desk.cart()).containsExactly("tea: 1");
    }
}
