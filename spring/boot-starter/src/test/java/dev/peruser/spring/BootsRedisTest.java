package dev.peruser.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.it.servers.RedisUnderTest;
import dev.peruser.spring.internal.redis.BootsRedis;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import dev.peruser.store.redis.RedisSessionStore;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Mono;

/** Sessions in the Redis that Spring Boot connects the application to. */
class BootsRedisTest extends AutoConfigurationFixture {
    private final RedisURI server = RedisURI.create(RedisUnderTest.url());

    private WebApplicationContextRunner withBoots(String... settings) {
        return runner.withConfiguration(
                        AutoConfigurations.of(DataRedisAutoConfiguration.class, SslAutoConfiguration.class))
                .withPropertyValues("peruser.redis.prefix=" + RedisUnderTest.newPrefix())
                .withPropertyValues(settings);
    }

    @Test
    void isTaken_ifAskedFor() {
        withBoots(
                        "peruser.store=redis",
                        "spring.data.redis.host=" + server.getHost(),
                        "spring.data.redis.port=" + server.getPort())
                .run(keepsSessionsIn(RedisSessionStore.class));
        String nodes = String.join(
                ",",
                RedisUnderTest.clusterUrls().stream()
                        .map(RedisURI::create)
                        .map(node -> node.getHost() + ":" + node.getPort())
                        .toList());
        withBoots("peruser.store=redis", "spring.data.redis.cluster.nodes=" + nodes)
                .run(keepsSessionsIn(RedisSessionStore.class));
    }

    /** As a container that a test starts with {@code @ServiceConnection} comes. */
    @Test
    void isTaken_byConnectionDetailsOfTheApplication() {
        withBoots("peruser.store=redis", "spring.data.redis.host=elsewhere.invalid")
                .withBean(DataRedisConnectionDetails.class, () -> new DataRedisConnectionDetails() {
                    @Override
                    public Standalone getStandalone() {
                        return Standalone.of(server.getHost(), server.getPort());
                    }
                })
                .run(keepsSessionsIn(RedisSessionStore.class));
    }

    @Test
    void isNotTaken_unasked_norIfAnAddressIsGiven() {
        withBoots("spring.data.redis.host=elsewhere.invalid").run(keepsSessionsIn(EmbeddedSessionStore.class));
        withBoots(
                        "peruser.store=redis",
                        "spring.data.redis.host=elsewhere.invalid",
                        "peruser.redis.url=" + RedisUnderTest.url())
                .run(keepsSessionsIn(RedisSessionStore.class));
    }

    @Test
    void withoutBootsModule_anAddressIsAskedFor() {
        runner.withPropertyValues("peruser.store=redis")
                .withClassLoader(new FilteredClassLoader(DataRedisConnectionDetails.class))
                .run(failsAndSays("peruser.redis.url", "spring-boot-starter-data-redis"));
    }

    @Test
    void wayThatPerUserDoesNotKnow_failsStartUp() {
        withBoots("peruser.store=redis", "spring.data.redis.masterreplica.nodes=one:1,two:2")
                .run(failsAndSays("masterreplica", "peruser.redis.url"));
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void place_isLogged_withoutThePassword(CapturedOutput log) {
        withBoots(
                        "peruser.store=redis",
                        "spring.data.redis.host=" + server.getHost(),
                        "spring.data.redis.port=" + server.getPort(),
                        "spring.data.redis.password=secret")
                .run(context -> assertThat(log)
                        .contains("keeps sessions in Redis, at " + server.getHost() + ":" + server.getPort()));
        assertThat(log).doesNotContain("secret");
    }

    // ---- what the settings mean

    @Test
    void oneServer_withUserAndDatabase() {
        addresses(
                only -> {
                    assertThat(only.getHost()).isEqualTo("one");
                    assertThat(only.getPort()).isEqualTo(7001);
                    assertThat(only.getDatabase()).isEqualTo(3);
                    assertThat(only.isSsl()).isFalse();
                    assertCredentials(only, "ann", "secret");
                },
                "host=one",
                "port=7001",
                "database=3",
                "username=ann",
                "password=secret");
        addresses(only -> assertCredentials(only, null, "secret"), "host=one", "password=secret");
        addresses(only -> assertThat(only.isSsl()).isTrue(), "host=one", "ssl.enabled=true");
    }

    @Test
    void master_behindSentinels_thatHaveAPasswordOfTheirOwn() {
        addresses(
                only -> {
                    assertThat(only.getSentinelMasterId()).isEqualTo("mine");
                    assertThat(only.getDatabase()).isEqualTo(2);
                    assertCredentials(only, null, "secret");
                    assertThat(only.getSentinels()).hasSize(2).allSatisfy(sentinel -> {
                        assertThat(sentinel.isSsl()).isTrue();
                        assertCredentials(sentinel, "sam", "other");
                    });
                },
                "sentinel.master=mine",
                "sentinel.nodes=one:26379,two:26380",
                "sentinel.username=sam",
                "sentinel.password=other",
                "database=2",
                "password=secret",
                "ssl.enabled=true");
    }

    private static void addresses(Consumer<RedisURI> check, String... settings) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, SslAutoConfiguration.class))
                .withPropertyValues(Stream.of(settings)
                        .map(setting -> "spring.data.redis." + setting)
                        .toArray(String[]::new))
                .run(context -> {
                    BootsRedis boots = BootsRedis.find(context.getBeanFactory()).orElseThrow();
                    List<RedisURI> addresses = boots.addresses();
                    assertThat(addresses).singleElement().satisfies(check);
                    assertThat(boots.builder()).isNotNull();
                });
    }

    private static void assertCredentials(RedisURI address, @Nullable String user, String password) {
        var credentials = ((Mono<? extends RedisCredentials>)
                        address.getCredentialsProvider().resolveCredentials())
                .block();
        assertThat(credentials).isNotNull();
        assertThat(credentials.getUsername()).isEqualTo(user);
        assertThat(new String(credentials.getPassword())).isEqualTo(password);
    }
}
