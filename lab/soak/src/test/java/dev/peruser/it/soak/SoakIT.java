package dev.peruser.it.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.it.variants.BrokenVariant;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoakIT {

    @Test
    void everythingIsExplained() throws Exception {
        Soak soak = new Soak(Options.parse("--ops", "15000", "--kills", "12"), System.out);
        assertThat(unexplained(soak)).isEmpty();
        assertThat(soak.tally().acknowledgedPercent()).isGreaterThan(99);
        assertThat(soak.tally().kills()).isGreaterThanOrEqualTo(12);
        assertThat(soak.tally().fewestKills()).isPositive();
        assertThat(soak.tally().conflicts.get()).isGreaterThan(300);
        assertThat(soak.tally().merges.get()).isGreaterThan(112);
    }

    /** Servers are started for it; Redis is killed once, and a master of the Cluster. */
    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb", "redis --restarts 1", "redis-cluster --failovers 1"})
    void everythingIsExplained_onServers(String store) throws Exception {
        String options = "--store " + store + " --ops 4000 --kills 2";
        Soak soak = new Soak(Options.parse(options.split(" ")), System.out);
        assertThat(unexplained(soak)).isEmpty();
        assertThat(soak.tally().acknowledgedPercent()).isGreaterThan(99);
        assertThat(soak.tally().kills()).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--near-cache-millis 2000", "--lost-per-mille 5"})
    void everythingIsExplained_behindNearCaches_andWithFailOvers(String trouble) throws Exception {
        String options = trouble + " --ops 4500 --kills 2";
        Soak soak = new Soak(Options.parse(options.split(" ")), System.out);
        assertThat(unexplained(soak)).isEmpty();
        assertThat(soak.tally().acknowledgedPercent()).isGreaterThan(99);
    }

    @Test
    void everythingIsExplained_inUsersRecords_andThroughTheHttpSession() throws Exception {
        String options = "--records 1 --http-session 1 --ops 4000 --kills 2";
        Soak soak = new Soak(Options.parse(options.split(" ")), System.out);
        assertThat(unexplained(soak)).isEmpty();
        assertThat(soak.tally().acknowledgedPercent()).isGreaterThan(99);
        assertThat(soak.tally().kills()).isGreaterThanOrEqualTo(2);
    }

    private static List<String> unexplained(Soak soak) throws Exception {
        boolean isExplained = soak.run();
        List<String> messages = soak.model().messages();
        assertThat(isExplained).as("what the soak returns").isEqualTo(messages.isEmpty());
        return messages;
    }

    /** A checker that notices nothing proves nothing. */
    @ParameterizedTest
    @EnumSource
    void brokenVariant_isNoticed(BrokenVariant variant) throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        String arguments = "--processes 2 --ops 60000 --kills 20 --variant "
                + variant.name().toLowerCase(Locale.ROOT) + troubleFor(variant);
        Options options = Options.parse(arguments.split(" "));
        Soak soak = new Soak(options, new PrintStream(output, true, StandardCharsets.UTF_8));
        boolean isExplained = soak.run();
        System.out.println(variant + ", after " + soak.tally().operations + " operations: "
                + soak.model().messages().stream().findFirst().orElse("not noticed"));
        assertThat(isExplained).as(output.toString(StandardCharsets.UTF_8)).isFalse();
    }

    /** What the rule is there for. */
    private static String troubleFor(BrokenVariant variant) {
        return switch (variant) {
            case COPIES_TRUSTED_AFTER_A_MOVE -> " --near-cache-millis 5000";
            case COOKIE_DROPPED_BY_ONE_LOOK -> " --lag-millis 300";
            case RELEASE_ON_HEARSAY -> " --lost-per-mille 150";
            case COMMIT_IDS_PRUNED_BY_THE_LOCAL_CLOCK, NO_COMMIT_ID -> " --unanswered-per-mille 30";
            default -> "";
        };
    }
}
