package dev.peruser.it.scale;

import dev.peruser.GuestToken;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import dev.peruser.store.Deadline;
import dev.peruser.store.GuestKey;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes sessions, four in five of users, and stores them.
 *
 * <ol>
 *   <li>The engine makes each one, on a store that says that there is none yet, and hands over what the engine saves.
 *   <li>It gets an expiry somewhere in the last twelfth of its life, so that the index is as mixed as after months, and
 *       none is refreshed when it is used; or one that has passed, which is for the purge.
 *   <li>The store that is measured saves it.
 * </ol>
 */
final class Filling {
    private static final int WRITERS = 8;
    private static final int GUESTS_EVERY = 5;
    /** So many for each guest that will sign in, and for each user that a guest will be. */
    private static final int SIGN_INS_EVERY = 15;
    /** So many for each one that has expired. */
    private static final int EXPIRED_EVERY = 50;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SessionStore store;
    private final int bytes;
    private final boolean isPurged;
    private final List<Person> people = Collections.synchronizedList(new ArrayList<>());
    private final Queue<GuestToken> guestsToSignIn = new ConcurrentLinkedQueue<>();
    private final Queue<Person> usersToSignIn = new ConcurrentLinkedQueue<>();
    private int filled;

    Filling(SessionStore store, int bytes, boolean isPurged) {
        this.store = store;
        this.bytes = bytes;
        this.isPurged = isPurged;
    }

    /** Whose sessions stay as they are, so that they are of one size. */
    List<Person> people() {
        return people;
    }

    /** Guests that have not signed in yet. */
    Queue<GuestToken> guestsToSignIn() {
        return guestsToSignIn;
    }

    /** As many users, with sessions of their own. */
    Queue<Person> usersToSignIn() {
        return usersToSignIn;
    }

    /** Stores so many in all. */
    void fillUpTo(int count) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
        List<Future<?>> writers = new ArrayList<>();
        int first = filled;
        for (int writer = 0; writer < WRITERS; writer++) {
            int offset = writer;
            writers.add(pool.submit(() -> {
                Writer hand = new Writer(first + offset);
                for (int i = first + offset; i < count; i += WRITERS) {
                    hand.write(i);
                }
                return null;
            }));
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
        pool.shutdown();
        filled = count;
    }

    /** One thread's own engine and contents. */
    private final class Writer implements SessionStore {
        private final PerUser perUser = PerUser.builder(this).build();
        private final Contents contents;
        private final Random random;
        private boolean isExpired;
        private SessionKey lastKey = new GuestKey("g:" + "0".repeat(64));

        Writer(int seed) {
            contents = new Contents(seed, bytes);
            random = new Random(seed);
        }

        void write(int index) {
            boolean isGuest = index % GUESTS_EVERY == 0;
            // Of the users only: guests are numbered by fives.
            isExpired = isPurged && index % EXPIRED_EVERY == 1;
            UserId id = UserId.of("shopper-" + index + "@example.org");
            Visitor visitor = isGuest ? Visitor.guest() : Visitor.user(id);
            Visit visit = perUser.visit(() -> visitor, List.of());
            contents.putInto(visit.session());
            Person.end(visit);
            Optional<GuestToken> token =
                    visit.takeTokenChanges().toSet().stream().findFirst();
            Person person = new Person(isGuest ? Optional.empty() : Optional.of(id), token, lastKey);
            if (index % SIGN_INS_EVERY == 0) {
                guestsToSignIn.add(token.orElseThrow());
            } else if (index % SIGN_INS_EVERY == 2 && !isExpired) {
                usersToSignIn.add(person);
            } else if (!isExpired) {
                people.add(person);
            }
        }

        @Override
        public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
            return Optional.empty();
        }

        @Override
        public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
            StoredSession made = change.next();
            Instant now = Instant.now();
            long life = Duration.between(now, made.expiresAt()).toMillis();
            Instant expiry = isExpired
                    ? now.minusMillis(random.nextInt(86_400_000))
                    : made.expiresAt().minusMillis((long) (random.nextDouble() * life / 12));
            StoredSession stored = new StoredSession(made.version(), expiry, made.header(), made.attributes());
            lastKey = key;
            return store.save(key, SessionChange.create(stored), Deadline.after(PATIENCE));
        }

        @Override
        public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
            throw new UnsupportedOperationException();
        }
    }
}
