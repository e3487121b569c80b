package dev.peruser.it.interleavings;

import dev.peruser.store.StoredSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Goes through every order of the store calls of a scenario's actors.
 *
 * <ol>
 *   <li>From each state, each actor may make its next call.
 *   <li>A call may fail instead: without effect, after its effect, or with the save still on its way, which then
 *       arrives at any later moment or never.
 *   <li>Much time may pass: those who are in the middle of session work don't come back from it, those whose
 *       application takes its time do.
 *   <li>Expired sessions may be purged.
 *   <li>In each state in which at most two actors are under way, these may have crashed: {@link Aftermath} looks at
 *       what is left.
 * </ol>
 *
 * <p>States that were reached in one order are not explored again in another: what follows is the same. So the number
 * of orders covered is far greater than that of states.
 */
final class Explorer {
    /** So many calls end at the deadline. Two that undo each other's steps would otherwise go on for ever. */
    private static final int MOST_CALLS = 40;

    private final Scenario scenario;
    private final Sessions sessions;
    private final History.Plot plot;
    private final Aftermath aftermath;
    private final int crashes;
    private final States states = new States();
    private final List<String> path = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final int mostViolations;
    private final String[][] stepNames;

    Explorer(Scenario scenario, int crashes, int mostViolations) {
        this.scenario = scenario;
        this.crashes = crashes;
        this.mostViolations = mostViolations;
        this.sessions = scenario.sessions();
        this.plot = new History.Plot(sessions);
        this.aftermath = new Aftermath(scenario, sessions);
        this.stepNames = scenario.names().stream()
                .map(actor -> Stream.of(Call.Kind.values())
                        .map(kind -> actor + " " + kind)
                        .toArray(String[]::new))
                .toArray(String[][]::new);
    }

    /**
     * What was found.
     *
     * @param orders how many different orders of calls and events
     * @param states how many different states they lead through
     * @param histories how many different courses of single actors
     * @param aftermaths how many different things a crash or the end left
     */
    record Findings(double orders, int states, int histories, int aftermaths, List<String> violations) {}

    Findings explore() {
        History[] actors = new History[scenario.actors().size()];
        for (int i = 0; i < actors.length; i++) {
            actors[i] = History.start(plot, scenario.actors().get(i), i + 1, scenario.startsAt());
        }
        World start = new World(scenario.stored(), actors, null, scenario.startsAt(), scenario.trouble());
        double all = orders(start);
        return new Findings(all, states.size(), plot.histories(), aftermath.looks(), violations);
    }

    /** How many orders there are from here on. */
    private double orders(World world) {
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("interrupted: every save of an actor would fail from here on");
        }
        States.Key state = States.Key.of(world.numbers());
        double known = states.orders(state);
        if (known >= 0) {
            return known;
        }
        states.put(state, 0);
        if (world.underWay() <= crashes) {
            aftermath.check(world).ifPresent(this::violated);
        }
        double[] sum = {0};
        if (violations.size() < mostViolations) {
            forEachNext(world, (step, next) -> {
                path.add(step);
                sum[0] += orders(next);
                path.remove(path.size() - 1);
            });
        }
        double here = Math.max(1, sum[0]);
        states.put(state, here);
        return here;
    }

    private void violated(String what) {
        if (violations.size() < mostViolations) {
            violations.add(scenario.name() + ": " + what + " after " + String.join(", ", path));
        }
    }

    @FunctionalInterface
    private interface Next {
        void go(String step, World world);
    }

    private void forEachNext(World world, Next next) {
        for (int actor = 0; actor < world.actors().length; actor++) {
            History history = world.actors()[actor];
            boolean isInTime = history.calls() < MOST_CALLS;
            if (!history.isFinished() && isInTime && !world.isDead(actor)) {
                forEachStepOf(actor, world, next);
            }
        }
        Call late = world.inFlight();
        if (late != null) {
            next.go(
                    "late save arrives",
                    effectOf(late, late.next(), world).world.withInFlight(null));
        }
        if (world.trouble().leaps() > 0) {
            next.go("time passes", leap(world));
        }
        if (world.trouble().purges() > 0) {
            purge(world).ifPresent(purged -> next.go("purge", purged));
        }
    }

    private void forEachStepOf(int actor, World world, Next next) {
        History history = world.actors()[actor];
        Call call = history.pending();
        String name = stepNames[actor][call.kind().ordinal()];
        Effect effect = effectOf(call, call.answered(), world);
        next.go(name, effect.world.withActor(actor, history.then(effect.answer)));
        if (world.trouble().failures() > 0 && call.kind() != Call.Kind.THINK) {
            World.Trouble left = world.trouble();
            World troubled =
                    world.withTrouble(new World.Trouble(left.failures() - 1, left.leaps(), left.purges(), left.dead()));
            History failed = history.then(new Answer(Answer.Kind.FAILED, Sessions.NONE, world.time()));
            next.go(name + " fails", troubled.withActor(actor, failed));
            if (call.writes()) {
                next.go(
                        name + " fails after its effect",
                        effectOf(call, call.next(), troubled).world.withActor(actor, failed));
                if (world.inFlight() == null) {
                    next.go(
                            name + " is on its way",
                            troubled.withActor(actor, failed).withInFlight(call));
                }
            }
        }
    }

    private record Effect(World world, Answer answer) {}

    private Effect effectOf(Call call, int next, World world) {
        if (call.kind() == Call.Kind.THINK) {
            return new Effect(world, new Answer(Answer.Kind.THOUGHT, Sessions.NONE, world.time()));
        }
        int present = world.storedAt(call.key());
        if (call.kind() == Call.Kind.LOAD) {
            return new Effect(world, new Answer(Answer.Kind.FOUND, present, world.time()));
        }
        StoredSession session = sessions.session(present);
        boolean isExpected = session == null
                ? call.expected().isEmpty()
                : call.expected().isPresent()
                        && session.version().equals(call.expected().get());
        Answer.Kind kind = isExpected ? Answer.Kind.SAVED : Answer.Kind.STALE;
        World after = isExpected ? world.withStored(call.key(), next) : world;
        return new Effect(after, new Answer(kind, Sessions.NONE, world.time()));
    }

    /** Those who haven't begun begin later, those who think go on later, others are dead. */
    private World leap(World world) {
        long time = world.time() + scenario.leap().toMillis();
        History[] actors = world.actors().clone();
        int dead = world.trouble().dead();
        for (int actor = 0; actor < world.actors().length; actor++) {
            History history = world.actors()[actor];
            boolean isThinking = !history.isFinished() && history.pending().kind() == Call.Kind.THINK;
            if (world.isUnderWay(actor) && !isThinking) {
                dead |= 1 << actor;
            }
            actors[actor] = history.isBegun() ? history : startLater(actor, time);
        }
        World.Trouble left = world.trouble();
        return new World(
                world.stored(),
                actors,
                null,
                time,
                new World.Trouble(left.failures(), left.leaps() - 1, left.purges(), dead));
    }

    private final Map<Integer, History> late = new HashMap<>();

    private History startLater(int actor, long time) {
        return late.computeIfAbsent(
                actor, n -> History.start(plot, scenario.actors().get(n), n + 1, time));
    }

    private Optional<World> purge(World world) {
        World purged = world;
        for (int key = 0; key < world.stored().length; key++) {
            int session = world.storedAt(key);
            if (session != Sessions.NONE && sessions.session(session).isExpiredAt(Instant.ofEpochMilli(world.time()))) {
                purged = purged.withStored(key, Sessions.NONE);
            }
        }
        World.Trouble left = world.trouble();
        return purged.equals(world)
                ? Optional.empty()
                : Optional.of(purged.withTrouble(
                        new World.Trouble(left.failures(), left.leaps(), left.purges() - 1, left.dead())));
    }
}
