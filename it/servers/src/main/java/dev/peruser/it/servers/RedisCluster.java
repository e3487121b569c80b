package dev.peruser.it.servers;

import io.lettuce.core.RedisException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A Redis Cluster of our own: three masters, each with the replicas asked for. It ends with this process. */
public final class RedisCluster implements AutoCloseable {
    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;

    private final List<RedisServer> servers;

    private RedisCluster(List<RedisServer> servers) {
        this.servers = servers;
    }

    /**
     * Starts one and waits until all nodes say that it is complete.
     *
     * @param replicas of each master
     * @param settings lines as in redis.conf, for each node
     */
    public static RedisCluster started(int replicas, String... settings) {
        List<String> lines = new ArrayList<>(List.of(
                "cluster-enabled yes",
                "cluster-config-file nodes.conf",
                "cluster-node-timeout 1000",
                "repl-diskless-sync yes",
                "repl-diskless-sync-delay 0"));
        lines.addAll(List.of(settings));
        List<RedisServer> servers = new ArrayList<>();
        for (int i = 0; i < MASTERS * (1 + replicas); i++) {
            servers.add(RedisServer.started(lines.toArray(String[]::new)));
        }
        RedisCluster cluster = new RedisCluster(List.copyOf(servers));
        cluster.join();
        return cluster;
    }

    private void join() {
        RedisServer first = servers.get(0);
        for (int i = 0; i < MASTERS; i++) {
            int from = SLOTS * i / MASTERS;
            int to = SLOTS * (i + 1) / MASTERS;
            int[] slots = IntStream.range(from, to).toArray();
            int epoch = i + 1;
            servers.get(i).command(commands -> commands.clusterAddSlots(slots));
            servers.get(i).command(commands -> commands.clusterSetConfigEpoch(epoch));
        }
        servers.stream()
                .skip(1)
                .forEach(server -> server.command(commands -> commands.clusterMeet("127.0.0.1", first.port())));
        RedisServer.await(
                "all nodes know each other",
                () -> servers.stream()
                        .allMatch(server -> server.command(commands -> commands.clusterNodes())
                                        .lines()
                                        .filter(line -> !line.contains("handshake"))
                                        .count()
                                == servers.size()));
        for (int i = MASTERS; i < servers.size(); i++) {
            RedisServer master = servers.get(i % MASTERS);
            String id = master.command(commands -> commands.clusterMyId());
            servers.get(i).command(commands -> commands.clusterReplicate(id));
        }
        awaitComplete();
    }

    /** Waits until all running nodes say that all slots are served, and each replica has its master's data. */
    public void awaitComplete() {
        RedisServer.await(
                "the cluster is complete",
                () -> servers.stream().filter(RedisServer::isRunning).allMatch(RedisCluster::isComplete));
    }

    private static boolean isComplete(RedisServer server) {
        try {
            return server.command(commands -> commands.clusterInfo().contains("cluster_state:ok")
                    && (!commands.info("replication").contains("role:slave")
                            || commands.info("replication").contains("master_link_status:up")));
        } catch (RedisException notYet) {
            return false;
        }
    }

    /** The addresses of all nodes. */
    public List<String> urls() {
        return servers.stream().map(RedisServer::url).toList();
    }

    /** All nodes; the first three were the masters at first. */
    public List<RedisServer> servers() {
        return servers;
    }

    /** The nodes that say now that they are masters with slots. */
    public List<RedisServer> masters() {
        return servers.stream()
                .filter(RedisServer::isRunning)
                .filter(server ->
                        server.command(commands -> commands.info("replication")).contains("role:master"))
                .toList();
    }

    /** Kills all nodes. */
    @Override
    public void close() {
        servers.forEach(RedisServer::close);
    }
}
