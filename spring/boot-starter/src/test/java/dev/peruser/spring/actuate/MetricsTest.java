package dev.peruser.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.PerUserListener;
import dev.peruser.SessionMerger;
import dev.peruser.nearcache.NearCachedSessionStore;
import dev.peruser.spring.PerUserAutoConfiguration;
import dev.peruser.spring.StoreDecorator;
import dev.peruser.store.tck.faults.FailingSessionStore;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Each metric that docs/operate/operations.md names moves, there is no other, and the dashboard shows what is there.
 */
class MetricsTest {
    private static final Path OPERATIONS = Path.of("../../docs/operate/operations.md");
    private static final Path DASHBOARD = Path.of("../../docs/operate/grafana/peruser-dashboard.json");
    private static final Pattern ROW = Pattern.compile("\\| `(peruser\\.[a-z.]+)` \\| ([a-z]+) \\| ([^|]*) \\|.*");
    private static final Pattern PROMETHEUS_NAME = Pattern.compile("peruser_[a-z_]+");

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class,
                    PrometheusMetricsExportAutoConfiguration.class,
                    ObservationAutoConfiguration.class,
                    PerUserAutoConfiguration.class,
                    PerUserMetricsAutoConfiguration.class,
                    PerUserObservationAutoConfiguration.class))
            .withUserConfiguration(Parts.class)
            .withPropertyValues("peruser.refresh-after=0");

    @Configuration(proxyBeanMethods = false)
    static class Parts {
        @Bean
        FailingSessionStore store() {
            return FailingSessionStore.inMemory();
        }

        @Bean
        @Primary
        NearCachedSessionStore nearCache(FailingSessionStore store) {
            return NearCachedSessionStore.builder(store).build();
        }

        @Bean
        SessionMerger rule() {
            return (user, guest) -> {
                if ("refused by the rule".equals(guest.get("item"))) {
                    throw new IllegalStateException("a rule of the application");
                }
                user.putAll(guest);
                return user;
            };
        }
    }

    private void afterTheWorkload(Consumer<PrometheusMeterRegistry> check) {
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            new Workload(context.getBean(PerUser.class), context.getBean(FailingSessionStore.class)).run();
            check.accept(context.getBean(PrometheusMeterRegistry.class));
        });
    }

    /** By name: the kind of meter and its tags, as the table says. */
    private static Map<String, String> documented() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(OPERATIONS)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                documented.put(
                        row.group(1),
                        row.group(2) + ": " + row.group(3).replace("`", "").trim());
            }
        }
        return documented;
    }

    @Test
    void eachMetricOfTheDocument_movesInARealWorkload_andThereIsNoOther() throws Exception {
        Map<String, String> documented = documented();
        assertThat(documented).hasSizeGreaterThan(10);
        afterTheWorkload(registry -> {
            Map<String, Double> moved = new TreeMap<>();
            Map<String, String> actual = new TreeMap<>();
            registry.getMeters().stream()
                    .filter(meter -> meter.getId().getName().startsWith("peruser."))
                    .forEach(meter -> {
                        moved.merge(meter.getId().getName(), count(meter), Double::sum);
                        actual.merge(meter.getId().getName(), described(meter), MetricsTest::joined);
                    });
            actual.remove("peruser.store.active"); // how many calls are under way: zero at rest
            assertThat(actual).isEqualTo(documented);
            assertThat(moved).allSatisfy((name, count) -> {
                if (documented.containsKey(name)) {
                    assertThat(count).as(name).isPositive();
                }
            });
        });
    }

    private static double count(Meter meter) {
        return StreamSupport.stream(meter.measure().spliterator(), false)
                .filter(measurement -> measurement.getStatistic() == Statistic.COUNT)
                .mapToDouble(Measurement::getValue)
                .sum();
    }

    private static String described(Meter meter) {
        String type = meter.getId().getType() == Meter.Type.DISTRIBUTION_SUMMARY
                ? "summary"
                : meter.getId().getType().name().toLowerCase(java.util.Locale.ROOT);
        return type + ": "
                + meter.getId().getTags().stream()
                        .map(io.micrometer.core.instrument.Tag::getKey)
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private static String joined(String one, String other) {
        assertThat(one).isEqualTo(other);
        return one;
    }

    @Test
    void failures_areToldByOperationAndKind_andMergesByOutcome() {
        afterTheWorkload(registry -> {
            Map<String, Set<String>> kinds = Map.of(
                    "load", Set.of("store", "data"),
                    "commit", Set.of("store", "conflict", "limits", "data"),
                    "merge", Set.of("store", "other"));
            kinds.forEach((operation, expected) -> expected.forEach(kind -> assertThat(registry.get("peruser.failures")
                            .tags("operation", operation, "kind", kind)
                            .counter()
                            .count())
                    .as(operation + " " + kind)
                    .isPositive()));
            for (String outcome : Set.of("absorbed", "finished-later", "failed")) {
                assertThat(registry.get("peruser.merges")
                                .tag("outcome", outcome)
                                .counter()
                                .count())
                        .as(outcome)
                        .isPositive();
            }
        });
    }

    @Test
    void noMeter_hasAnIdATokenOrAValueInItsTags() {
        afterTheWorkload(registry -> assertThat(registry.scrape())
                .doesNotContain("ada")
                .doesNotContain("interrupted")
                .doesNotContain("u::")
                .doesNotContain("g:"));
    }

    @Test
    void dashboard_showsOnlyMetricsThatAreThere_andAllThatCount() throws Exception {
        JsonNode dashboard = new JsonMapper().readTree(Files.readString(DASHBOARD));
        Set<String> shown = new TreeSet<>();
        dashboard.findValues("expr").forEach(expression -> {
            Matcher name = PROMETHEUS_NAME.matcher(expression.asString());
            while (name.find()) {
                shown.add(name.group());
            }
        });
        assertThat(shown).hasSizeGreaterThan(10);
        afterTheWorkload(registry -> {
            Set<String> scraped = new TreeSet<>();
            registry.scrape()
                    .lines()
                    .filter(line -> line.startsWith("peruser_"))
                    .forEach(line -> {
                        Matcher name = PROMETHEUS_NAME.matcher(line);
                        assertThat(name.find()).isTrue();
                        scraped.add(name.group());
                    });
            assertThat(scraped).containsAll(shown);
            Set<String> counters = scraped.stream()
                    .filter(name -> name.endsWith("_total"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(shown).containsAll(counters);
        });
    }

    @Test
    void withoutMicrometerAndActuator_nothingIsMeasured_andAllWorks() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        PerUserAutoConfiguration.class,
                        PerUserMetricsAutoConfiguration.class,
                        PerUserObservationAutoConfiguration.class,
                        PerUserHealthAutoConfiguration.class,
                        PerUserEndpointAutoConfiguration.class))
                .withUserConfiguration(Parts.class)
                .withPropertyValues("peruser.refresh-after=0", "management.endpoints.web.exposure.include=*")
                .withClassLoader(new FilteredClassLoader(
                        "io.micrometer", "org.springframework.boot.actuate", "org.springframework.boot.health"))
                .run(context -> {
                    assertThat(context)
                            .hasNotFailed()
                            .doesNotHaveBean("perUserMetrics")
                            .doesNotHaveBean(StoreDecorator.class)
                            .doesNotHaveBean("peruserHealthIndicator")
                            .doesNotHaveBean("perUserEndpoint");
                    new Workload(context.getBean(PerUser.class), context.getBean(FailingSessionStore.class)).run();
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoListeners {
        private int heard;

        @Bean
        PerUserListener one() {
            return counting();
        }

        @Bean
        PerUserListener other() {
            return counting();
        }

        private PerUserListener counting() {
            return new PerUserListener() {
                @Override
                public void loaded(Duration time, long bytes) {
                    heard++;
                    throw new IllegalStateException("a listener that fails keeps nothing from the others");
                }
            };
        }
    }

    @Test
    void severalListeners_allHear_besidesTheMetrics() {
        runner.withUserConfiguration(TwoListeners.class).run(context -> {
            context.getBean(PerUser.class).withSession(dev.peruser.UserId.of("ada"), dev.peruser.UserSession::names);
            assertThat(context.getBean(TwoListeners.class).heard).isEqualTo(2);
            assertThat(context.getBean(PrometheusMeterRegistry.class)
                            .get("peruser.load")
                            .timer()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void metersAreThereFromTheBeginning_withZero() {
        PerUserMetrics metrics = new PerUserMetrics();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        metrics.bindTo(registry);
        assertThat(registry.getMeters())
                .hasSizeGreaterThan(20)
                .allSatisfy(meter -> assertThat(count(meter)).isZero());
    }
}
