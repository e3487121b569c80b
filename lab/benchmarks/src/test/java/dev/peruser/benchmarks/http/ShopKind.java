package dev.peruser.benchmarks.http;

import java.util.List;

/** The applications that are compared. */
enum ShopKind {
    CONTAINER("bare container, in memory", ContainerShop.class),
    SPRING_SESSION("Spring Session on Redis", SpringSessionShop.class),
    PERUSER("PerUser on Redis", PerUserShop.class),
    PERUSER_NEAR_CACHE("PerUser on Redis with near cache", PerUserShop.class);

    private final String title;
    private final Class<?> application;

    ShopKind(String title, Class<?> application) {
        this.title = title;
        this.application = application;
    }

    String title() {
        return title;
    }

    Class<?> application() {
        return application;
    }

    /** What it is told of Redis. */
    List<String> arguments(String redis) {
        return switch (this) {
            case CONTAINER -> List.of();
            case SPRING_SESSION -> List.of("--spring.data.redis.url=" + redis);
            case PERUSER -> List.of("--peruser.redis.url=" + redis, "--peruser.redis.prefix=plain:");
            case PERUSER_NEAR_CACHE ->
                List.of(
                        "--peruser.redis.url=" + redis,
                        "--peruser.redis.prefix=near:",
                        "--peruser.near-cache.enabled=true");
        };
    }
}
