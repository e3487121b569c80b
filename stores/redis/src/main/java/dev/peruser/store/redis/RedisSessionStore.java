package dev.peruser.store.redis;

import dev.peruser.StoreException;
import dev.peruser.store.ClockedSessionStore;
import dev.peruser.store.Deadline;
import dev.peruser.store.EnumerableSessionStore;
import dev.peruser.store.KeyPage;
import dev.peruser.store.ObservableSessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.Watchdog;
import dev.peruser.store.WriteResult;
import dev.peruser.store.redis.CommandRunner.Attempt;
import dev.peruser.store.redis.CommandRunner.Work;
import dev.peruser.store.redis.SessionHash.UnreadableException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sessions in Redis or Valkey: one server, one behind Sentinels, or a Cluster.
 *
 * <ol>
 *   <li>A session is one hash, so it is in one slot. There is nothing else: no index, no set of keys.
 *   <li>A load is one {@code HGETALL}. A save is one script that checks the version, writes the attributes that changed
 *       and removes those that went, and sets the expiry if it changed; a delete is one that checks the version. Redis
 *       runs a script as one step. Sent twice it does nothing the second time, because the first time changed the
 *       version.
 *   <li>Nothing is sent twice, except what Redis says it has not done: it didn't know the script, loads its data, is a
 *       replica, or another node is the one to ask. If the connection breaks before the answer to a save, the outcome
 *       is unknown, and a {@link StoreException} says so; the core finds out by the commit id.
 *   <li>Redis drops a session an hour after it expired. The core decides what has expired, by the clock of the server
 *       that it asks now and then: the hour is for nodes whose clocks differ.
 *   <li>The server is looked at, once, at the first use: see {@link ServerCheck}.
 * </ol>
 *
 * <p>What an acknowledged save survives depends on how Redis is set up; see {@code docs/stores/redis.md}.
 *
 * <p>Safe for use by many threads. They share one connection to each server.
 */
public final class RedisSessionStore
        implements EnumerableSessionStore, ObservableSessionStore, ClockedSessionStore, AutoCloseable {
    /** How much later than the core a server drops a session: as far as the clocks of nodes may differ. */
    private static final Duration MARGIN = Duration.ofHours(1);

    private static final Duration MOST_FOR_CLOSING = Duration.ofSeconds(2);

    /** The year 9999; later ones overflow in some versions. */
    private static final Instant LATEST = Instant.ofEpochMilli(253_402_300_799_000L);

    private final ClientResources resources;
    private final boolean areResourcesOwn;
    private final RedisClient client;
    private final String prefix;
    private final Failures failures;
    private final ChangeFeed changes;
    private final Protocol protocol;
    private final Nodes nodes;
    private final Watchdog watchdog = new Watchdog();
    private final CommandRunner runner;
    private final ServerCheck serverCheck;
    private final ServerTime serverTime;
    private final Replication replication;
    private volatile boolean closed;

    RedisSessionStore(RedisSessionStoreBuilder builder) {
        @Nullable ClientResources given = builder.resources;
        resources = given == null ? OwnResources.create() : given;
        areResourcesOwn = given == null;
        client = builder.client(resources);
        prefix = builder.prefix;
        replication = new Replication(builder.wanted);
        failures = new Failures(builder.where() + ", prefix " + prefix);
        changes = new ChangeFeed(prefix);
        protocol = new Protocol(client, changes);
        nodes = builder.isCluster
                ? new ClusterNodes(builder.uris, this::node, changes::everythingMoved)
                : new SingleNode(node("the server", builder.uris.get(0)));
        runner = new CommandRunner(nodes, changes, failures, watchdog);
        serverCheck = new ServerCheck(nodes, builder.isCluster, runner, failures, prefix + "check", protocol);
        serverTime = new ServerTime(builder.isCluster, runner, failures, prefix + "check");
    }

    private Node node(String name, RedisURI uri) {
        return Node.of(
                name, () -> new Link(client, uri, changes), replication.wanted().isPresent());
    }

    /**
     * Begins a store on one server, or on the master that Sentinels name.
     *
     * @param uri its address, credentials and TLS; for Sentinels {@code redis-sentinel://…#name}
     */
    public static RedisSessionStoreBuilder builder(RedisURI uri) {
        return new RedisSessionStoreBuilder(List.of(uri), false);
    }

    /**
     * Begins a store on a Redis Cluster.
     *
     * @param nodes addresses of some of its nodes, at least one; credentials and TLS of the first count for all
     */
    public static RedisSessionStoreBuilder clusterBuilder(List<RedisURI> nodes) {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("nodes must name at least one node of the Cluster");
        }
        return new RedisSessionStoreBuilder(List.copyOf(nodes), true);
    }

    /**
     * If saves wait for replicas: until they have acknowledged a save, a fail-over can lose what others read already.
     */
    @Override
    public boolean mayLoseWrites() {
        return replication.wanted().isPresent();
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        String action = "load a session";
        prepare(action, deadline);
        byte[] hashKey = bytes(key);
        HashFields hash = replication.isUnconfirmed(key)
                ? runner.load(action, hashKey, deadline, attempt -> loadConfirmed(key, hashKey, attempt))
                : runner.load(action, hashKey, deadline, attempt -> {
                    Wire wire = attempt.reading();
                    HashFields fields = new HashFields();
                    var unused = attempt.await(wire, wire.commands().hgetall(fields, hashKey));
                    return fields;
                });
        try {
            return hash.size() == 0 ? Optional.empty() : Optional.of(SessionHash.read(hash));
        } catch (UnreadableException unreadable) {
            throw failures.because(
                    action,
                    "what is stored is not readable: " + unreadable.getMessage()
                            + "; it was left as it is. Run a version that can read it, choose another prefix, or delete"
                            + " the key",
                    null);
        }
    }

    private HashFields loadConfirmed(SessionKey key, byte[] hashKey, Attempt attempt)
            throws ExecutionException, TimeoutException, InterruptedException, Link.NoConnectionException {
        Wire wire = attempt.writing();
        RedisFuture<Long> touched = attempt.send(wire, Script.CONFIRM);
        HashFields fields = new HashFields();
        RedisFuture<Long> hash = wire.commands().hgetall(fields, hashKey);
        Optional<Future<Long>> acknowledged = awaitReplicas(wire, attempt);
        if (attempt.await(wire, touched) == 1) {
            requireReplicas("load a session", wire, attempt, acknowledged);
        }
        replication.confirmed(key);
        var unused = attempt.await(wire, hash);
        return fields;
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        Instant dropAt = change.next().expiresAt().isBefore(LATEST.minus(MARGIN))
                ? change.next().expiresAt().plus(MARGIN)
                : LATEST;
        return write("save a session", key, deadline, Script.SAVE, SessionHash.changes(change, dropAt));
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return write("delete a session", key, deadline, Script.DELETE, SessionHash.version(expected));
    }

    private WriteResult write(String action, SessionKey key, Deadline deadline, Script script, byte[]... arguments) {
        prepare(action, deadline);
        Work<WriteResult> work = attempt -> {
            Wire wire = attempt.writing();
            RedisFuture<Long> done = attempt.send(wire, script, arguments);
            Optional<Future<Long>> acknowledged = awaitReplicas(wire, attempt);
            if (attempt.await(wire, done) == 0) {
                return WriteResult.STALE;
            }
            requireReplicas(action, wire, attempt, acknowledged);
            return WriteResult.APPLIED;
        };
        try {
            return runner.write(action, bytes(key), deadline, work);
        } catch (StoreException unknown) {
            replication.unconfirmed(key);
            throw unknown;
        }
    }

    private Optional<Future<Long>> awaitReplicas(Wire wire, Attempt attempt) {
        return replication.wanted().map(wanted -> {
            long millis = Math.min(wanted.time().toMillis(), attempt.remaining().toMillis());
            return wire.commands().waitForReplication(wanted.replicas(), Math.max(1, millis));
        });
    }

    private void requireReplicas(String action, Wire wire, Attempt attempt, Optional<Future<Long>> acknowledged)
            throws ExecutionException, TimeoutException, InterruptedException {
        if (acknowledged.isPresent()) {
            long replicas = attempt.await(wire, acknowledged.get());
            int wanted = replication.wanted().orElseThrow().replicas();
            if (replicas < wanted) {
                throw failures.unknown(
                        action,
                        "only " + replicas + " of " + wanted + " replicas acknowledged it in time, so a fail-over could"
                                + " lose it",
                        null);
            }
        }
    }

    @Override
    public KeyPage keys(Optional<String> from, int limit, Deadline deadline) {
        prepare("list its keys", deadline);
        return new KeyScan(nodes, failures, prefix).page(from, limit, deadline);
    }

    /** That of the server, of a Cluster that of one node. */
    @Override
    public Instant time(Deadline deadline) {
        prepare("tell its time", deadline);
        return serverTime.now(deadline);
    }

    /**
     * Switches tracking on: from now on the servers remember which sessions are loaded or saved, and tell when others
     * change them. They remember up to {@code tracking-table-max-keys} of them, by default a million on each server.
     */
    @Override
    public Observation observe(ChangeObserver observer) {
        if (!protocol.tellsChanges()) {
            throw failures.unusable("tell of changes", ServerCheck.NEEDS_HELLO);
        }
        changes.begin(observer);
        Heartbeat heartbeat = new Heartbeat(nodes, client.getResources().eventExecutorGroup());
        return () -> {
            heartbeat.stop();
            if (changes.end(observer)) {
                nodes.known()
                        .flatMap(Node::links)
                        .forEach(link -> link.present().ifPresent(Wire::stopTracking));
            }
        };
    }

    /** Closes all connections. Further calls fail. Resources that were given stay open. */
    @Override
    public void close() {
        closed = true;
        nodes.close();
        client.shutdown(Duration.ZERO, MOST_FOR_CLOSING);
        watchdog.close();
        if (areResourcesOwn) {
            resources
                    .shutdown(0, MOST_FOR_CLOSING.toMillis(), TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly();
        }
    }

    private void prepare(String action, Deadline deadline) {
        if (closed) {
            throw failures.because(action, "it has been closed", null);
        }
        if (deadline.hasPassed()) {
            throw failures.late(action);
        }
        serverCheck.ensure(deadline);
    }

    private byte[] bytes(SessionKey key) {
        return SessionHash.ascii(prefix + key.text());
    }
}
