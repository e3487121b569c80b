package dev.peruser.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peruser.StoreException;
import dev.peruser.store.EnumerableSessionStore;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import dev.peruser.store.WrappingSessionStore;
import org.junit.jupiter.api.Test;

class TestStoreTest {
    private final TestPerUser shop = TestPerUser.with(Wishes.LIST);
    private final TestBrowser laptop = shop.user("ada");

    @Test
    void counts_areOfWhatWasApplied() {
        laptop.request(session -> session.get(Wishes.LIST).add("tea"));
        assertThat(shop.store().loads()).isEqualTo(1);
        assertThat(shop.store().saves()).isEqualTo(1);
        assertThat(shop.store().writes()).isEqualTo(1);
        shop.store().faults().onSaves().fail();
        assertThatThrownBy(
                        () -> laptop.request(session -> session.get(Wishes.LIST).add("milk")))
                .isInstanceOf(StoreException.class);
        assertThat(shop.store().writes()).isEqualTo(1);
        shop.store().reset();
        laptop.request(session -> session.get(Wishes.LIST).add("milk"));
        assertThat(shop.store())
                .hasToString("1 load (0 of guests' sessions, 1 of users'),"
                        + " 1 save (0 of guests' sessions, 1 of users'), 0 deletes");
    }

    @Test
    void saveWhoseAnswerIsLost_hasBeenWritten() {
        shop.store().faults().onSaves().once().loseAnswer();
        laptop.request(session -> session.get(Wishes.LIST).add("tea"));
        assertThat(laptop.<Integer>ask(session -> session.get(Wishes.LIST).size()))
                .isEqualTo(1);
        assertThat(shop.store().saves()).isPositive();
    }

    @Test
    void whatIsPrepared_doesNotCount() {
        shop.store()
                .withoutCounting(
                        () -> laptop.request(session -> session.get(Wishes.LIST).add("tea")));
        assertThat(shop.store().loads() + shop.store().writes()).isZero();
        laptop.request(session -> session.get(Wishes.LIST).add("milk"));
        assertThat(shop.store().writes()).isEqualTo(1);
        shop.store().forgetCounts();
        assertThat(shop.store().writes()).isZero();
    }

    @Test
    void abilities_areThoseOfTheStoreBehind() {
        InMemorySessionStore behind = new InMemorySessionStore();
        SessionStore inFront = new TestStore().inFrontOf(behind);
        assertThat(WrappingSessionStore.ability(inFront, EnumerableSessionStore.class))
                .isPresent();
    }

    @Test
    void faults_withoutAStore_sayWhatToDo() {
        TestStore unused = new TestStore();
        unused.reset();
        assertThatThrownBy(unused::faults)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("TestStore.inFrontOf(store)");
    }
}
