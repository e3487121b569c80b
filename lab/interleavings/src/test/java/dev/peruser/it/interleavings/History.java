package dev.peruser.it.interleavings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one actor has been through: the answers that its calls got. Actors depend on nothing else, so each history is
 * run once, however many states of the world it is part of.
 */
final class History {
    private final Plot plot;
    private final History before;
    private final Answer answer;
    private final long startedAt;
    private final Map<Answer, History> continuations = new HashMap<>();
    private final int number;
    private final int calls;
    private final Call pending;
    private final Journal journal;
    private final int journalNumber;

    /** What the histories of one exploration share. */
    static final class Plot {
        final Sessions sessions;
        private final Map<String, Integer> journals = new HashMap<>();
        private int histories;

        Plot(Sessions sessions) {
            this.sessions = sessions;
        }

        /** How many different ones there are. */
        int histories() {
            return histories;
        }
    }

    private final Actor actor;
    private final long seed;

    private History(Plot plot, Actor actor, long seed, long startedAt, History before, Answer answer) {
        this.plot = plot;
        this.actor = actor;
        this.seed = seed;
        this.startedAt = startedAt;
        this.before = before;
        this.answer = answer;
        this.number = ++plot.histories;
        this.calls = before == null ? 0 : before.calls + 1;
        Replay replay = new Replay(plot.sessions, startedAt, answers());
        Stage stage = new Stage(replay, replay, seed, replay::think);
        Call stoppedAt = null;
        try {
            actor.act(stage);
        } catch (Replay.Stop e) {
            stoppedAt = e.call;
        }
        this.pending = stoppedAt;
        this.journal = stage.journal();
        this.journalNumber = plot.journals.computeIfAbsent(journal.text(), text -> plot.journals.size());
    }

    static History start(Plot plot, Actor actor, long seed, long time) {
        return new History(plot, actor, seed, time, null, null);
    }

    History then(Answer next) {
        History known = continuations.get(next);
        if (known == null) {
            known = new History(plot, actor, seed, startedAt, this, next);
            continuations.put(next, known);
        }
        return known;
    }

    private List<Answer> answers() {
        List<Answer> answers = new ArrayList<>();
        for (History one = this; one.answer != null; one = one.before) {
            answers.add(one.answer);
        }
        Collections.reverse(answers);
        return answers;
    }

    /** What comes next, or null if the actor is done. */
    Call pending() {
        return pending;
    }

    /** How many calls were answered. */
    int calls() {
        return calls;
    }

    boolean isFinished() {
        return pending == null;
    }

    boolean isBegun() {
        return answer != null;
    }

    Journal journal() {
        return journal;
    }

    int number() {
        return number;
    }

    /** The same for histories whose actors were told the same. */
    int journalNumber() {
        return journalNumber;
    }

    /** For the description of a schedule. */
    Answer answer() {
        return answer;
    }
}
