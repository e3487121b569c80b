package dev.peruser.test.assertions;

import static dev.peruser.test.assertions.PerUserAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peruser.test.TestPerUser;
import dev.peruser.test.Wishes;
import org.junit.jupiter.api.Test;

class TestStoreAssertTest {
    private final TestPerUser shop = TestPerUser.with(Wishes.LIST);

    private void fails(Runnable assertion, String... says) {
        assertThatThrownBy(assertion::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(says)
                .hasMessageContaining(shop.store().toString());
    }

    @Test
    void storeThatNobodyAsked() {
        shop.guest().request(session -> {});
        assertThat(shop.store()).wasNotUsed().hasWrittenNothing().hasLoaded(0).hasSaved(0);
        shop.user("ada").request(session -> session.get(Wishes.LIST));
        assertThat(shop.store()).hasWrittenNothing().hasLoaded(1);
        fails(() -> assertThat(shop.store()).wasNotUsed(), "not to be used", "1 load");
    }

    @Test
    void savesAndDeletes_areCounted_andNamed() {
        shop.user("ada").request(session -> session.get(Wishes.LIST).add("tea"));
        assertThat(shop.store()).hasSaved(1).hasDeleted(0);
        fails(() -> assertThat(shop.store()).hasWrittenNothing(), "nothing", "1 save", "1 of users'");
        fails(() -> assertThat(shop.store()).hasSaved(2), "Expected 2 saves", "1 save");
        fails(() -> assertThat(shop.store()).hasDeleted(1), "Expected 1 delete", "0 deletes");
        fails(() -> assertThat(shop.store()).hasLoaded(0), "Expected 0 loads");
    }
}
