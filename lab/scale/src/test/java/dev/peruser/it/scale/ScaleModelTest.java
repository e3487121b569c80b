package dev.peruser.it.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.peruser.it.scale.Figures.Step;
import dev.peruser.it.scale.Plan.Line;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ScaleModelTest {
    private static final Demand WITHOUT_CACHE = Demand.ofTheDocument(0);
    private static final Demand WITH_CACHE = Demand.ofTheDocument(0.8);

    @Test
    void mix_weighsEachKindOfRequest() {
        Mix mix = new Mix(0.5, 0.2, 0.1, 0.2);
        assertThat(mix.cost(0, 10, 100, 1_000)).isCloseTo(0.7 * 10 + 0.2 * 100 + 0.1 * 1_000, within(1e-9));
        assertThat(mix.cost(0.5, 10, 100, 1_000)).isCloseTo(0.35 * 10 + 0.2 * 100 + 0.1 * 1_000, within(1e-9));
    }

    @Test
    void mix_mustAddUp() {
        assertThatThrownBy(() -> new Mix(0.5, 0.2, 0.1, 0.3)).hasMessageContaining("add up to 1");
    }

    @Test
    void pageImages_areAsManyAsTouchesWherePagesAreMany_andAsManyAsPagesWhereTheyAreFew() {
        assertThat(PageImages.of(1e9, 1_000)).isCloseTo(1_000, within(1.0));
        assertThat(PageImages.of(1_000, 1e9)).isCloseTo(1_000, within(1.0));
        // Two touches on two pages: on both with one half, on one with one half. For many pages: 1 - 1/e of them.
        assertThat(PageImages.of(10_000, 10_000)).isCloseTo(10_000 * (1 - 1 / Math.E), within(1.0));
    }

    @Test
    void pageImages_tellHowManyTouchesThereWere() {
        assertThat(PageImages.touches(5_000, PageImages.of(5_000, 3_000))).isCloseTo(3_000, within(0.1));
    }

    @Test
    void prediction_isRightWhereNothingDependsOnTheNumberOfSessions() {
        Figures figures = new Figures(new TreeMap<>(), new TreeMap<>(Map.of(10_000, figures(), 100_000, figures())));
        assertThat(Prediction.of(figures))
                .allSatisfy(prediction ->
                        assertThat(prediction.factor()).as(prediction.what()).isCloseTo(1, within(1e-6)));
    }

    @Test
    void prediction_saysHowFarApartTheyAre() {
        assertThat(new Prediction("size", 10, 20).factor()).isEqualTo(2);
        assertThat(new Prediction("size", 20, 10).factor()).isEqualTo(2);
        assertThat(new Prediction("size", 20, 0).factor()).isInfinite();
    }

    @Test
    void predictionFarOff_isToldByTheFactor() {
        Map<String, Double> slower = new HashMap<>(figures());
        slower.put("mix.cpu", 10 * slower.get("mix.cpu"));
        Figures figures = new Figures(new TreeMap<>(), new TreeMap<>(Map.of(10_000, figures(), 100_000, slower)));
        assertThat(Prediction.of(figures)).anyMatch(prediction -> prediction.factor() > 9);
    }

    @Test
    void redisPlan_takesTheLargerOfMemoryAndProcessor() {
        // 125 million sessions of 4,000 bytes are 500 GB, 20 shards of 25 GB; the requests need 3.1 cores, 7 shards.
        List<Line> plan = Plan.redis(new Step(10_000, figures()), 1.1, WITHOUT_CACHE);
        assertThat(value(plan, "memory of all sessions, GB")).isEqualTo(500);
        assertThat(value(plan, "processor of all masters, cores"))
                .isCloseTo((190_000 * 10 + 50_000 * 20 + 2_000 * 100) / 1e6, within(1e-9));
        assertThat(value(plan, "shards for the processor")).isEqualTo(7);
        assertThat(value(plan, "**shards**")).isEqualTo(20);
        assertThat(value(plan, "servers, with a replica for each")).isEqualTo(40);
    }

    @Test
    void postgresPlan_countsVacuumAndPageImages() {
        Map<String, Double> figures = new HashMap<>(figures());
        figures.putAll(Map.of(
                "size.heap", 200.0,
                "size.toast", 3_000.0,
                "size.index.key", 80.0,
                "size.index.expiry", 20.0,
                "vacuum.cpu", 5.0,
                "vacuum.log", 500.0,
                "purge.cpu", 20.0));
        figures.remove("size.memory");
        figures.putAll(Map.of("save.images", 1.0, "save.image-bytes", 7_000.0, "save.log", 10_000.0));
        List<Line> plan = Plan.postgres(new Step(1_000_000, figures), WITHOUT_CACHE);
        assertThat(value(plan, "processor of all primaries, cores"))
                .isCloseTo((190_000 * 10 + 50_000 * 25 + 2_000 * 100) / 1e6, within(1e-9));
        double images = value(plan, "page images in a second");
        assertThat(images).isBetween(25_000.0, 51_000.0);
        assertThat(value(plan, "write-ahead log, MB/s"))
                .isCloseTo((50_000 * (3_000 + 500) + 2_000 * 9_000 + images * 7_000) / 1e6, within(0.01));
    }

    @Test
    void nearCache_savesLoadsAndNothingElse() {
        assertThat(WITH_CACHE.loads()).isCloseTo(WITHOUT_CACHE.loads() / 5, within(1e-6));
        assertThat(WITH_CACHE.saves()).isEqualTo(WITHOUT_CACHE.saves());
        assertThat(WITH_CACHE.signIns()).isEqualTo(WITHOUT_CACHE.signIns());
    }

    private static double value(List<Line> plan, String what) {
        return plan.stream()
                .filter(line -> line.what().equals(what))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static Map<String, Double> figures() {
        Map<String, Double> figures = new HashMap<>();
        Map<String, List<Double>> operations = Map.of(
                "load", List.of(10.0, 0.0, 70.0, 4_500.0),
                "save", List.of(20.0, 3_000.0, 2_700.0, 5.0),
                "sign-in", List.of(100.0, 9_000.0, 19_000.0, 9_000.0));
        operations.forEach((name, costs) -> put(figures, name, costs));
        Mix mix = Mix.OF_A_SHOP;
        double[] whole = new double[4];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = mix.cost(
                    0,
                    operations.get("load").get(i),
                    operations.get("save").get(i),
                    operations.get("sign-in").get(i));
        }
        put(figures, "mix", List.of(whole[0], whole[1], whole[2], whole[3]));
        figures.put("size.memory", 4_000.0);
        figures.put("tracking", 125.0);
        figures.put("sign-in.loads", 3.0);
        figures.put("sign-in.writes", 3.0);
        return figures;
    }

    private static void put(Map<String, Double> figures, String name, List<Double> costs) {
        figures.put(name + ".cpu", costs.get(0));
        figures.put(name + ".log", costs.get(1));
        figures.put(name + ".received", costs.get(2));
        figures.put(name + ".sent", costs.get(3));
        figures.put(name + ".operations", 10_000.0);
        figures.put(name + ".median", 200.0);
        figures.put(name + ".images", 0.0);
        figures.put(name + ".image-bytes", 0.0);
    }
}
