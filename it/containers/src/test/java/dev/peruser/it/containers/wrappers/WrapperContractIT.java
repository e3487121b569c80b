package dev.peruser.it.containers.wrappers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.servlet.PerUserFilter;
import dev.peruser.store.InMemorySessionStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * With the filter, each call in each state answers as without it, and the client gets the same, but for each listed
 * {@link Difference}.
 */
class WrapperContractIT {
    /** Many wait: for what a call leaves unfinished, until the container ends it. */
    private static final int CLIENTS = 32;

    private static final Pattern SESSION_ID = Pattern.compile("(?i)(jsessionid=)[^;,\\s\\]]+");

    /** Starts a server with both applications. */
    @FunctionalInterface
    private interface Start {
        Container start(Probes probes, PerUserFilter filter) throws Exception;
    }

    /** What was seen of one call, without and with the filter. */
    private record Compared(State state, Call call, Map<String, String> without, Map<String, String> with) {}

    @Test
    void callsOnTomcat_answerAsWithoutTheFilter() throws Exception {
        compare(Difference.Server.TOMCAT, HttpContainer::tomcat);
    }

    @Test
    void callsOnJetty_answerAsWithoutTheFilter() throws Exception {
        compare(Difference.Server.JETTY, HttpContainer::jetty);
    }

    @Test
    void callsOnSpringsMock_answerAsWithoutTheFilter() throws Exception {
        compare(Difference.Server.MOCK, MockContainer::of);
    }

    private static void compare(Difference.Server server, Start start) throws Exception {
        Probes probes = new Probes();
        PerUser perUser = PerUser.builder(new InMemorySessionStore()).build();
        Map<Difference, Integer> explained = new EnumMap<>(Difference.class);
        List<String> unexplained = new ArrayList<>();
        int calls = 0;
        int answers = 0;
        for (Compared one : compared(server, probes, new PerUserFilter(perUser), start)) {
            assertThat(one.without())
                    .as(one.state() + " is reached")
                    .containsKey(one.call().name());
            calls++;
            TreeSet<String> names = new TreeSet<>(one.without().keySet());
            names.addAll(one.with().keySet());
            answers += names.size();
            for (String name : names) {
                String without = one.without().getOrDefault(name, Difference.NOTHING);
                String with = one.with().getOrDefault(name, Difference.NOTHING);
                if (!with.equals(without)) {
                    List<Difference> reasons = Difference.reasons(server, one.state(), one.call(), name, without, with);
                    reasons.forEach(reason -> explained.merge(reason, 1, Integer::sum));
                    if (reasons.isEmpty()) {
                        unexplained.add(one.state() + ", " + one.call().name() + ": " + name + " was "
                                + shortened(without) + ", with the filter " + shortened(with));
                    }
                }
            }
        }
        System.out.printf(
                "%s: %,d calls and %,d answers compared with and without the filter; unexplained: %d; explained: %s%n",
                server, calls, answers, unexplained.size(), explained);
        assertThat(unexplained).as("differences on " + server).isEmpty();
        assertThat(explained.keySet())
                .as("listed differences that occur on " + server)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Difference.values())
                        .filter(difference -> difference.isOn(server))
                        .toList());
    }

    private static List<Compared> compared(Difference.Server server, Probes probes, PerUserFilter filter, Start start)
            throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Compared> compared = new ArrayList<>();
        try (Container container = start.start(probes, filter)) {
            List<Future<Compared>> all = new ArrayList<>();
            for (State state : State.values()) {
                for (Call call : Probes.CALLS) {
                    if (isMade(server, state, call)) {
                        all.add(clients.submit(() -> new Compared(
                                state,
                                call,
                                answers(probes, container, Container.WITHOUT, state, call),
                                answers(probes, container, Container.WITH, state, call))));
                    }
                }
            }
            for (Future<Compared> future : all) {
                compared.add(future.get());
            }
        } finally {
            clients.shutdownNow();
        }
        return compared;
    }

    /**
     * Mocks have no time. Tomcat sends what earlier requests left in a buffer, if it writes outside of an array. Jetty
     * wakes a thread for a listener that there is not, which ends the response while the call's own thread writes.
     */
    private static boolean isMade(Difference.Server server, State state, Call call) {
        return switch (server) {
            case MOCK -> state != State.ON_TIMEOUT && !call.name().contains("timeout");
            case TOMCAT -> !call.name().contains("outside of the array");
            case JETTY -> state != State.IN_ASYNC_THREAD || !call.name().equals("setWriteListener(null)");
        };
    }

    private static Map<String, String> answers(
            Probes probes, Container container, String application, State state, Call call) throws Exception {
        String id = application.substring(1) + "-" + state + "-" + Probes.CALLS.indexOf(call);
        Recording recording = probes.begin(id);
        Map<String, String> client = container.send(application, id, state, call);
        Map<String, String> all = new LinkedHashMap<>(recording.entries());
        client.forEach((name, value) -> all.put("client's " + name, value));
        all.replaceAll((name, value) -> SESSION_ID
                .matcher(value.replace(id, "one").replace(Container.WITH, Container.WITHOUT))
                .replaceAll("$1one"));
        return all;
    }

    private static String shortened(String text) {
        return text.length() < 160 ? text : text.substring(0, 160) + "… " + text.length();
    }
}
