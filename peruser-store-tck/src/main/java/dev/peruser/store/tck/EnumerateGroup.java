package dev.peruser.store.tck;

import static dev.peruser.store.tck.Samples.first;
import static dev.peruser.store.tck.Samples.guest;
import static dev.peruser.store.tck.StoreUnderTest.patience;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.EnumerableSessionStore;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.UserKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.function.ThrowingConsumer;

abstract class EnumerateGroup {
    private final StoreUnderTest store;

    EnumerateGroup(StoreUnderTest store) {
        this.store = store;
    }

    @TestFactory
    Stream<DynamicTest> keys_areNoneInAnEmptyStore(TestReporter reporter) {
        return test(
                reporter,
                enumerable -> assertThat(enumerable.keys(Optional.empty(), 10, patience()))
                        .isEmpty());
    }

    @TestFactory
    Stream<DynamicTest> keys_listEachKeyOnceForAnyPageSize(TestReporter reporter) {
        return test(reporter, enumerable -> {
            List<SessionKey> created = createSome();
            for (int limit : new int[] {1, 2, 7, created.size() - 1, created.size(), created.size() + 1, 1000}) {
                assertThat(pages(enumerable, limit))
                        .as("pages of " + limit)
                        .containsExactlyInAnyOrderElementsOf(created);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> keys_comeInTheSameOrderEachTime(TestReporter reporter) {
        return test(reporter, enumerable -> {
            createSome();
            assertThat(pages(enumerable, 3)).isEqualTo(pages(enumerable, 5));
        });
    }

    @TestFactory
    Stream<DynamicTest> keys_goOnAfterAKeyThatWasDeleted(TestReporter reporter) {
        return test(reporter, enumerable -> {
            List<SessionKey> created = createSome();
            List<SessionKey> page = enumerable.keys(Optional.empty(), 5, patience());
            SessionKey last = page.get(page.size() - 1);
            store.delete(last, SessionVersion.first(1));
            List<SessionKey> seen = new ArrayList<>(page);
            seen.addAll(enumerable.keys(Optional.of(last), 1000, patience()));
            assertThat(seen).containsExactlyInAnyOrderElementsOf(created);
        });
    }

    @TestFactory
    Stream<DynamicTest> keys_listNoDeletedSession(TestReporter reporter) {
        return test(reporter, enumerable -> {
            List<SessionKey> created = createSome();
            store.delete(created.remove(3), SessionVersion.first(1));
            assertThat(pages(enumerable, 4)).containsExactlyInAnyOrderElementsOf(created);
        });
    }

    private List<SessionKey> createSome() {
        List<SessionKey> keys = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            keys.add(guest(i * 31));
        }
        Stream.of("u:a", "u:a_b", "u:a%b", "u:a.b", "u:a-b", "u:a:b", "u:0", "u:00", "u:z", "h:" + "0f".repeat(32))
                .map(UserKey::new)
                .forEach(keys::add);
        keys.forEach(key -> store.create(key, first(1, "text")));
        return keys;
    }

    private static List<SessionKey> pages(EnumerableSessionStore enumerable, int limit) {
        List<SessionKey> seen = new ArrayList<>();
        Optional<SessionKey> after = Optional.empty();
        while (seen.size() < 1000) {
            List<SessionKey> page = enumerable.keys(after, limit, patience());
            assertThat(page.size()).isLessThanOrEqualTo(limit);
            seen.addAll(page);
            if (page.size() < limit) {
                return seen;
            }
            after = Optional.of(page.get(page.size() - 1));
        }
        throw new AssertionError("the pages don't end");
    }

    private Stream<DynamicTest> test(TestReporter reporter, ThrowingConsumer<EnumerableSessionStore> test) {
        return Ability.test(
                Ability.of(store.get(), EnumerableSessionStore.class), "not an EnumerableSessionStore", reporter, test);
    }
}
