package dev.peruser.it.interleavings;

import dev.peruser.StoreException;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A store and a clock that answer as they did before, and stop the actor at the first call that has no answer yet. */
final class Replay implements SessionStore, InstantSource {
    private final Sessions sessions;
    private final List<Answer> answers;
    private int answered;
    private long time;

    /** Unwinds an actor. */
    static final class Stop extends Error {
        private static final long serialVersionUID = 1;

        final transient Call call;

        Stop(Call call) {
            super("no answer yet", null, false, false);
            this.call = call;
        }
    }

    Replay(Sessions sessions, long startedAt, List<Answer> answers) {
        this.sessions = sessions;
        this.time = startedAt;
        this.answers = answers;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(time);
    }

    void think() {
        var unused = answer(Call.think());
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        Answer answer = answer(Call.load(sessions.position(key)));
        return Optional.ofNullable(sessions.session(answer.session()));
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        StoredSession next = change.next();
        return result(new Call(
                Call.Kind.SAVE,
                sessions.position(key),
                change.expected(),
                sessions.number(next),
                sessions.number(withoutLatestCommit(next))));
    }

    /** Orders that differ in nothing but such traces lead to the same states. */
    private static StoredSession withoutLatestCommit(StoredSession session) {
        Header header = HeaderCodec.decode(session.header());
        List<Header.Commit> commits = header.commits();
        Header without = header.withCommits(commits.subList(0, commits.size() - 1));
        return new StoredSession(
                session.version(), session.expiresAt(), HeaderCodec.encode(without), session.attributes());
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return result(Call.delete(sessions.position(key), expected));
    }

    private WriteResult result(Call call) {
        return answer(call).kind() == Answer.Kind.SAVED ? WriteResult.APPLIED : WriteResult.STALE;
    }

    private Answer answer(Call call) {
        if (answered == answers.size()) {
            throw new Stop(call);
        }
        Answer answer = answers.get(answered++);
        time = answer.time();
        if (answer.kind() == Answer.Kind.FAILED) {
            throw new StoreException("injected");
        }
        return answer;
    }
}
