package dev.peruser.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.KeyPage;
import dev.peruser.store.SessionKey;
import dev.peruser.store.redis.Link.NoConnectionException;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lists keys by SCAN, one master after the other, one SCAN for each page.
 *
 * <p>A position is four parts with slashes between: the layout of the Cluster, as a hash; the number of the master; the
 * run of that server; and the cursor that it gave. A cursor means nothing to a server that was started anew, so then
 * that master is begun again; in another layout all are.
 */
final class KeyScan {
    private static final String ACTION = "list its keys";

    private final Nodes nodes;
    private final Failures failures;
    private final String prefix;

    KeyScan(Nodes nodes, Failures failures, String prefix) {
        this.nodes = nodes;
        this.failures = failures;
        this.prefix = prefix;
    }

    private record Position(String layout, int master, String run, String cursor) {
        static Position parse(String text) {
            String[] parts = text.split("/", -1);
            if (parts.length != 4 || !parts[1].matches("[0-9]{1,6}") || !parts[3].matches("[0-9]{1,20}")) {
                throw new IllegalArgumentException("not a position in this store's keys");
            }
            return new Position(parts[0], Integer.parseInt(parts[1]), parts[2], parts[3]);
        }

        @Override
        public String toString() {
            return layout + "/" + master + "/" + run + "/" + cursor;
        }
    }

    KeyPage page(Optional<String> from, int limit, Deadline deadline) {
        Optional<Position> wanted = from.map(Position::parse);
        try {
            String layout = Integer.toHexString(nodes.layout(deadline).hashCode());
            List<Node> masters = nodes.masters(deadline);
            Position position = wanted.filter(given -> given.layout.equals(layout) && given.master < masters.size())
                    .orElse(new Position(layout, 0, "", ScanCursor.INITIAL.getCursor()));
            return page(masters, position, limit, deadline);
        } catch (NoConnectionException nobody) {
            throw failures.noConnection(ACTION, nobody.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failures.interrupted(ACTION, interrupted);
        } catch (TimeoutException late) {
            throw failures.because(ACTION, "the server gave no answer before the deadline", late);
        } catch (ExecutionException failed) {
            throw refused(failed);
        }
    }

    private KeyPage page(List<Node> masters, Position position, int limit, Deadline deadline)
            throws NoConnectionException, InterruptedException, ExecutionException, TimeoutException {
        Wire wire = masters.get(position.master).reading().wire(deadline);
        String run = wire.commands()
                .info("server")
                .get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)
                .lines()
                .filter(line -> line.startsWith("run_id:"))
                .findFirst()
                .orElse("");
        String cursor = position.run.equals(run) ? position.cursor : ScanCursor.INITIAL.getCursor();
        KeyScanCursor<byte[]> found = wire.commands()
                .scan(
                        ScanCursor.of(cursor),
                        ScanArgs.Builder.matches(prefix + "*").limit(limit))
                .get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        wire.answered();
        return new KeyPage(keys(found.getKeys()), next(masters, position, run, found));
    }

    private static Optional<String> next(List<Node> masters, Position position, String run, ScanCursor found) {
        if (!found.isFinished()) {
            return Optional.of(new Position(position.layout, position.master, run, found.getCursor()).toString());
        }
        return position.master + 1 < masters.size()
                ? Optional.of(new Position(position.layout, position.master + 1, "", ScanCursor.INITIAL.getCursor())
                        .toString())
                : Optional.empty();
    }

    /** Whatever else begins with the prefix is none of a session. */
    private List<SessionKey> keys(List<byte[]> found) {
        Set<SessionKey> keys = new LinkedHashSet<>();
        found.forEach(key -> parse(key).ifPresent(keys::add));
        return List.copyOf(keys);
    }

    private Optional<SessionKey> parse(byte[] key) {
        try {
            return Optional.of(SessionKey.parse(new String(key, US_ASCII).substring(prefix.length())));
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    private StoreException refused(ExecutionException failed) {
        Refusal refusal = Connecting.refusalOf(failed);
        return refusal == Refusal.OTHER
                ? failures.because(ACTION, "the connection was lost", failed)
                : failures.of(ACTION, refusal, failed);
    }
}
