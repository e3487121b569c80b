package dev.peruser.store.tck;

import dev.peruser.store.Deadline;
import dev.peruser.store.KeyPage;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Stores that are wrong on purpose, each in one way that is easy to get wrong. */
final class BrokenStores {
    private BrokenStores() {}

    /** Asks for no version. */
    static class LastWriterWins extends SimpleStore {
        @Override
        boolean isExpected(@Nullable StoredSession current, Optional<SessionVersion> expected) {
            return true;
        }
    }

    /** A create is an upsert. */
    static class CreateOverwrites extends SimpleStore {
        @Override
        boolean isExpected(@Nullable StoredSession current, Optional<SessionVersion> expected) {
            return expected.isEmpty() || super.isExpected(current, expected);
        }
    }

    /** Compares the counter only. */
    static class IgnoresIncarnation extends SimpleStore {
        @Override
        boolean isExpected(@Nullable StoredSession current, Optional<SessionVersion> expected) {
            return Optional.ofNullable(current)
                    .map(session -> session.version().counter())
                    .equals(expected.map(SessionVersion::counter));
        }
    }

    /** Compares the incarnation as a double. */
    static class RoundsIncarnation extends SimpleStore {
        @Override
        boolean isExpected(@Nullable StoredSession current, Optional<SessionVersion> expected) {
            return super.isExpected(current, expected)
                    || (current != null
                            && expected.isPresent()
                            && current.version().counter() == expected.get().counter()
                            && (double) current.version().incarnation()
                                    == (double) expected.get().incarnation());
        }
    }

    /** A replace of what is no longer there creates it. */
    static class Resurrects extends SimpleStore {
        @Override
        public synchronized WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
            if (get(key) == null) {
                put(key, change);
                return WriteResult.APPLIED;
            }
            return super.save(key, change, deadline);
        }
    }

    /** Answers STALE, and has changed something all the same. */
    static class WritesAndSaysStale extends SimpleStore {
        @Override
        public synchronized WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
            WriteResult result = super.save(key, change, deadline);
            if (result == WriteResult.STALE) {
                put(key, change);
            }
            return result;
        }
    }

    /** Keeps the expiry in seconds. */
    static class CutsExpiry extends SimpleStore {
        @Override
        StoredSession written(SessionChange change) {
            StoredSession next = change.next();
            return new StoredSession(
                    next.version(), next.expiresAt().truncatedTo(ChronoUnit.SECONDS), next.header(), next.attributes());
        }
    }

    /** Sets the expiry at the create, and not again. */
    static class ForgetsRefresh extends SimpleStore {
        @Override
        StoredSession written(SessionChange change) {
            StoredSession next = change.next();
            Instant expiresAt = sessions.values().stream()
                    .filter(session -> change.expected().equals(Optional.of(session.version())))
                    .map(StoredSession::expiresAt)
                    .findFirst()
                    .orElse(next.expiresAt());
            return new StoredSession(next.version(), expiresAt, next.header(), next.attributes());
        }
    }

    /** Shows no expired session, and lets nobody create where it lies. */
    static class ExpiredBlocks extends SimpleStore {
        @Override
        public synchronized Optional<StoredSession> load(SessionKey key, Deadline deadline) {
            return super.load(key, deadline).filter(session -> !session.isExpiredAt(Instant.now()));
        }
    }

    /** Column with a collation that ignores case. */
    static class FoldsNames extends SimpleStore {
        @Override
        StoredSession written(SessionChange change) {
            Map<String, byte[]> folded = new LinkedHashMap<>();
            change.next().attributes().forEach((name, bytes) -> folded.put(name.toLowerCase(Locale.ROOT), bytes));
            return new StoredSession(
                    change.next().version(),
                    change.next().expiresAt(),
                    change.next().header(),
                    folded);
        }
    }

    /** {@code WHERE session_key LIKE ?}. */
    static class MatchesKeysByPattern extends SimpleStore {
        @Override
        String textOf(SessionKey key) {
            Pattern pattern = Pattern.compile(
                    key.text().replace(".", "\\.").replace("_", ".").replace("%", ".*"));
            return sessions.keySet().stream()
                    .filter(text -> pattern.matcher(text).matches())
                    .findFirst()
                    .orElse(key.text());
        }
    }

    /** One namespace for the hashes of guests and users. */
    static class DropsKeyPrefix extends SimpleStore {
        @Override
        String textOf(SessionKey key) {
            return key.text().length() == 66 ? "g:" + key.text().substring(2) : key.text();
        }
    }

    /** Writes what is new and leaves what is gone. */
    static class KeepsRemovedAttributes extends SimpleStore {
        @Override
        void put(SessionKey key, SessionChange change) {
            Map<String, byte[]> attributes = new LinkedHashMap<>();
            Optional.ofNullable(get(key)).ifPresent(session -> attributes.putAll(session.attributes()));
            attributes.putAll(change.next().attributes());
            sessions.put(
                    textOf(key),
                    new StoredSession(
                            change.next().version(),
                            change.next().expiresAt(),
                            change.next().header(),
                            attributes));
        }
    }

    /** Deletes whatever version there is. */
    static class DeletesAnyVersion extends SimpleStore {
        @Override
        public synchronized WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
            return sessions.remove(textOf(key)) == null ? WriteResult.STALE : WriteResult.APPLIED;
        }
    }

    /** Removes those that expire soon as well. */
    static class PurgesTheLiving extends SimpleStore {
        @Override
        public synchronized int purgeExpired(Instant expiredBefore, int limit, Deadline deadline) {
            return super.purgeExpired(expiredBefore.plusSeconds(60), limit, deadline);
        }
    }

    /** Removes all at once. */
    static class PurgesWithoutLimit extends SimpleStore {
        @Override
        public synchronized int purgeExpired(Instant expiredBefore, int limit, Deadline deadline) {
            return super.purgeExpired(expiredBefore, Integer.MAX_VALUE, deadline);
        }
    }

    /** Tells when its connection was opened, as {@code now()} in a transaction that stays open. */
    static class StopsItsClock extends SimpleStore {
        private final Instant opened = Instant.now();

        @Override
        public Instant time(Deadline deadline) {
            return opened;
        }
    }

    /** Keeps the time in seconds. */
    static class CutsItsTime extends SimpleStore {
        @Override
        public Instant time(Deadline deadline) {
            return super.time(deadline).truncatedTo(ChronoUnit.SECONDS);
        }
    }

    /** Adds the time that a call takes again and again. */
    static class RunsTooFast extends SimpleStore {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public Instant time(Deadline deadline) {
            return super.time(deadline).plusSeconds(calls.incrementAndGet());
        }
    }

    /** Skips a key at each page's start. */
    static class EnumeratesWithGaps extends SimpleStore {
        @Override
        public synchronized KeyPage keys(Optional<String> from, int limit, Deadline deadline) {
            KeyPage page = super.keys(from, limit, deadline);
            return from.isEmpty() || page.keys().isEmpty()
                    ? page
                    : new KeyPage(page.keys().subList(1, page.keys().size()), page.next());
        }
    }

    /** Starts the next page with the last key of the one before, so that pages of one key never end. */
    static class EnumeratesTwice extends SimpleStore {
        @Override
        public synchronized KeyPage keys(Optional<String> from, int limit, Deadline deadline) {
            return KeyPage.inOrder(
                    from.map(last -> sessions.tailMap(last, true)).orElse(sessions).keySet().stream()
                            .limit(limit)
                            .map(SessionKey::parse)
                            .toList(),
                    limit);
        }
    }

    /** Hands out one buffer for each length, again and again. */
    static class ReusesItsBuffer extends SimpleStore {
        private final Map<Integer, byte[]> buffers = new HashMap<>();

        @Override
        StoredSession read(StoredSession session) {
            int length = session.header().length;
            byte[] buffer = buffers.computeIfAbsent(length, byte[]::new);
            System.arraycopy(session.header(), 0, buffer, 0, length);
            return new StoredSession(session.version(), session.expiresAt(), buffer, session.attributes());
        }
    }

    /** Encrypts in place. */
    static class ScramblesItsInput extends SimpleStore {
        @Override
        StoredSession written(SessionChange change) {
            byte[] header = change.next().header();
            byte[] copy = header.clone();
            Arrays.fill(header, (byte) 'x');
            return new StoredSession(
                    change.next().version(),
                    change.next().expiresAt(),
                    copy,
                    change.next().attributes());
        }
    }

    /** Compares, and then writes, without a lock around both. */
    static class ChecksThenActs extends UnlockedStore {
        private final Rendezvous gap = new Rendezvous();

        @Override
        public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
            boolean expected = version(key).equals(change.expected());
            gap.meet();
            if (!expected) {
                return WriteResult.STALE;
            }
            write(key, change.next());
            return WriteResult.APPLIED;
        }
    }

    /**
     * Reads header and attributes one after the other. The gap is held open for sessions of several attributes only:
     * races for a counter would not be torn more often by it, but take seconds.
     */
    static class TearsReads extends UnlockedStore {
        private final Rendezvous gap = new Rendezvous();

        @Override
        public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
            Optional<StoredSession> before = super.load(key, deadline);
            before.ifPresent(this::holdOpenIfLarge);
            Optional<StoredSession> after = super.load(key, deadline);
            return before.flatMap(first -> after.map(second ->
                    new StoredSession(first.version(), first.expiresAt(), first.header(), second.attributes())));
        }

        @Override
        public synchronized WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
            holdOpenIfLarge(change.next());
            return super.save(key, change, deadline);
        }

        private void holdOpenIfLarge(StoredSession session) {
            if (session.attributes().size() > 1) {
                gap.meet();
            }
        }
    }

    /** Waits for a connection for ever. */
    static class WaitsForEver extends SimpleStore {
        @Override
        public synchronized WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
            if (deadline.hasPassed()) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException end) {
                    Thread.currentThread().interrupt();
                }
            }
            return super.delete(key, expected, deadline);
        }
    }
}
