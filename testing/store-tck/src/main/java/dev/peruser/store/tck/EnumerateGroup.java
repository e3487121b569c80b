package dev.peruser.store.tck;

import static dev.peruser.store.tck.Samples.first;
import static dev.peruser.store.tck.Samples.guest;
import static dev.peruser.store.tck.StoreUnderTest.patience;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.EnumerableSessionStore;
import dev.peruser.store.KeyPage;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.UserKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.function.ThrowingConsumer;

abstract class EnumerateGroup {
    private static final int MOST_PAGES = 2_000;

    private final StoreUnderTest store;

    EnumerateGroup(StoreUnderTest store) {
        this.store = store;
    }

    @TestFactory
    Stream<DynamicTest> keys_areNoneInAnEmptyStore(TestReporter reporter) {
        return test(reporter, enumerable -> assertThat(all(enumerable, 10)).isEmpty());
    }

    @TestFactory
    Stream<DynamicTest> keys_listEachKeyForAnyPageSize(TestReporter reporter) {
        return test(reporter, enumerable -> {
            List<SessionKey> created = createSome();
            for (int limit : new int[] {1, 2, 7, created.size() - 1, created.size(), created.size() + 1, 1000}) {
                assertThat(all(enumerable, limit)).as("pages of " + limit).containsExactlyInAnyOrderElementsOf(created);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> keys_goOnAfterKeysThatWereDeleted(TestReporter reporter) {
        return test(reporter, enumerable -> {
            List<SessionKey> created = createSome();
            KeyPage page = enumerable.keys(Optional.empty(), 5, patience());
            page.keys().forEach(key -> store.delete(key, SessionVersion.first(1)));
            Set<SessionKey> seen = new LinkedHashSet<>(page.keys());
            seen.addAll(from(enumerable, page.next(), 5));
            assertThat(seen).containsExactlyInAnyOrderElementsOf(created);
        });
    }

    @TestFactory
    Stream<DynamicTest> keys_goOnAmongKeysThatAreAdded(TestReporter reporter) {
        return test(reporter, enumerable -> {
            List<SessionKey> created = createSome();
            KeyPage page = enumerable.keys(Optional.empty(), 5, patience());
            for (int i = 0; i < 200; i++) {
                store.create(guest(100_000 + i), first(1, "added"));
            }
            Set<SessionKey> seen = new LinkedHashSet<>(page.keys());
            seen.addAll(from(enumerable, page.next(), 5));
            assertThat(seen).containsAll(created);
        });
    }

    @TestFactory
    Stream<DynamicTest> keys_listNoDeletedSession(TestReporter reporter) {
        return test(reporter, enumerable -> {
            List<SessionKey> created = createSome();
            store.delete(created.remove(3), SessionVersion.first(1));
            assertThat(all(enumerable, 4)).containsExactlyInAnyOrderElementsOf(created);
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

    /** All keys, by pages of that size. */
    static List<SessionKey> all(EnumerableSessionStore enumerable, int limit) {
        KeyPage first = enumerable.keys(Optional.empty(), limit, patience());
        Set<SessionKey> seen = new LinkedHashSet<>(first.keys());
        seen.addAll(from(enumerable, first.next(), limit));
        return List.copyOf(seen);
    }

    /** The keys from a position on; none if it is the end. */
    private static Set<SessionKey> from(EnumerableSessionStore enumerable, Optional<String> beginning, int limit) {
        Set<SessionKey> seen = new LinkedHashSet<>();
        Optional<String> from = beginning;
        for (int pages = 0; from.isPresent(); pages++) {
            assertThat(pages).as("pages, which should end").isLessThan(MOST_PAGES);
            KeyPage page = enumerable.keys(from, limit, patience());
            seen.addAll(page.keys());
            from = page.next();
        }
        return seen;
    }

    private Stream<DynamicTest> test(TestReporter reporter, ThrowingConsumer<EnumerableSessionStore> test) {
        return Ability.test(
                Ability.of(store.get(), EnumerableSessionStore.class), "not an EnumerableSessionStore", reporter, test);
    }
}
