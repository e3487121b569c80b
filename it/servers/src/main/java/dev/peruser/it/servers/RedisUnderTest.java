package dev.peruser.it.servers;

import java.util.List;
import java.util.UUID;

/**
 * The Redis and the Redis Cluster that most tests share: one for each process, started when it is first asked for, or
 * servers of the user's own that environment variables name.
 */
public final class RedisUnderTest {
    /** Address of a standalone server for the tests, instead of one that they start. */
    public static final String URL = "PERUSER_TEST_REDIS_URL";

    /** Addresses of nodes of a Cluster for the tests, with commas between, instead of one that they start. */
    public static final String CLUSTER_URLS = "PERUSER_TEST_REDIS_CLUSTER_URLS";

    private RedisUnderTest() {}

    /** The standalone server. */
    public static String url() {
        String given = System.getenv(URL);
        return given == null ? Standalone.SERVER.url() : given;
    }

    /** Nodes of the Cluster. */
    public static List<String> clusterUrls() {
        String given = System.getenv(CLUSTER_URLS);
        return given == null ? Cluster.CLUSTER.urls() : List.of(given.split(" *, *"));
    }

    /** A key prefix that no other test has. */
    public static String newPrefix() {
        return "peruser-test-" + UUID.randomUUID() + ":";
    }

    private static final class Standalone {
        static final RedisServer SERVER = RedisServer.started();
    }

    private static final class Cluster {
        static final RedisCluster CLUSTER = RedisCluster.started(0);
    }
}
