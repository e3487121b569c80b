package dev.peruser.internal.visit;

import dev.peruser.Attribute;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.ValueTypes;
import dev.peruser.Visit;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.commit.Committer;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.merge.Patch;
import dev.peruser.internal.session.ChangeLog;
import dev.peruser.internal.session.LateChangeWatch;
import dev.peruser.internal.session.WorkingCopy;
import dev.peruser.internal.session.WorkingCopySession;
import dev.peruser.internal.storage.Budget;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One visitor's session within one request: opened at first use, for ever of the owner that it was opened for,
 * committed as often as need be. Guarded by the lock of its {@link Visit}.
 */
public final class OpenSession {
    private final EngineContext engine;
    private final Committer committer;
    private final Budget budget;
    private final Opening opening;
    private final Optional<UserId> owner;
    private final @Nullable ValueTypes types;
    private final Presented.Purpose purpose;
    private final ChangeLog log;

    private @Nullable Opened opened;
    private boolean asMade = true;

    OpenSession(
            EngineContext engine,
            Committer committer,
            Budget budget,
            Opening opening,
            Optional<UserId> owner,
            @Nullable ValueTypes types,
            Presented.Purpose purpose) {
        this.engine = engine;
        this.committer = committer;
        this.budget = budget;
        this.opening = opening;
        this.owner = owner;
        this.types = types;
        this.purpose = purpose;
        this.log = new ChangeLog(types);
    }

    /** Whether it is the session of a user, or, if none is given, of a guest. */
    boolean isOf(Optional<UserId> user) {
        return owner.equals(user);
    }

    /** Finds the visitor's session in the store. */
    interface Opening {
        Snapshot open(Deadline deadline);

        /** A copy of it, if one is held that will do. */
        Optional<Snapshot> recall();

        /** Called when the session was saved, and its expiry may have been written anew. */
        void saved(Snapshot session, boolean isRefreshed);

        /** Called when the changes were saved in another session, which had taken this one over. */
        void savedElsewhere();

        /** Throws if nothing may be saved under the snapshot's key. */
        void requireWritable(Snapshot session);
    }

    /** The state of an opened view. */
    private static final class Opened {
        private Snapshot snapshot;
        private final WorkingCopy attributes;
        private final WorkingCopySession session;
        /** If not, the changes are made anew when it is: attributes have got their expiry by another clock. */
        private final boolean isTimeKnown;

        Opened(Snapshot snapshot, WorkingCopy attributes, WorkingCopySession session, boolean isTimeKnown) {
            this.snapshot = snapshot;
            this.attributes = attributes;
            this.session = session;
            this.isTimeKnown = isTimeKnown;
        }
    }

    private Opened opened() {
        @Nullable Opened known = opened;
        if (known != null) {
            return known;
        }
        Snapshot snapshot = recall().orElseGet(this::load);
        boolean isTimeKnown = engine.storage().isTimeKnown();
        // What another session has claimed is on its way there, and not shown.
        WorkingCopy attributes = engine.attributes(snapshot.isActive() ? snapshot.attributes() : Map.of())
                .typedBy(types);
        Opened fresh = new Opened(snapshot, attributes, engine.session(attributes, this::reportOf), isTimeKnown);
        opened = fresh;
        return fresh;
    }

    private Snapshot open() {
        try {
            return budget.spend(opening::open);
        } catch (RuntimeException e) {
            engine.listener().loadFailed(e);
            throw e;
        }
    }

    private Optional<Snapshot> recall() {
        Optional<Snapshot> copy = opening.recall();
        copy.ifPresent(session -> engine.listener().recalled());
        return copy;
    }

    private Snapshot load() {
        if (engine.listener().isAlone()) {
            return open();
        }
        long start = System.nanoTime();
        Snapshot snapshot = open();
        engine.listener()
                .loaded(Duration.ofNanos(System.nanoTime() - start), StoredAttribute.bytes(snapshot.attributes()));
        return snapshot;
    }

    private Optional<Map<String, @Nullable Object>> reportOf(String source, long incarnation) {
        return budget.spend(deadline -> engine.recordedReport(source, incarnation, deadline));
    }

    /** Does something with the attributes. */
    <T> T use(Function<UserSession, T> function) {
        return function.apply(opened().session);
    }

    <T> T update(Attribute<T> attribute, UnaryOperator<T> function) {
        engine.registry().requireDeclared(attribute);
        return updateAndLog(List.of(attribute.name()), session -> session.update(attribute, function));
    }

    void update(Consumer<UserSession> function) {
        updateAndLog(null, session -> {
            function.accept(session);
            return true;
        });
    }

    /** Logs what was changed before, then what the function changes together with the function. */
    private <T> T updateAndLog(@Nullable Collection<String> names, Function<UserSession, T> function) {
        Opened view = opened();
        logEdits(names == null ? view.attributes.flush() : view.attributes.flush(names));
        T result;
        try {
            result = engine.session(view.attributes, this::reportOf).useOnce(function);
        } catch (RuntimeException | Error e) {
            view.attributes.forgetChanges(names == null ? view.attributes.namesInUse() : names); // all or nothing
            throw e;
        }
        List<Patch> effect = names == null ? view.attributes.flush() : view.attributes.flush(names);
        log.add(new ChangeLog.Update(
                session -> {
                    var unused = function.apply(session);
                },
                effect));
        return result;
    }

    private void logEdits(List<Patch> patches) {
        patches.forEach(patch -> log.add(new ChangeLog.Edit(patch)));
    }

    /** Saves what has changed, if anything has. */
    void commit() {
        @Nullable Opened view = opened;
        if (view == null) {
            return;
        }
        try {
            commit(view);
        } catch (RuntimeException e) {
            engine.listener().refused(e);
            throw e;
        }
    }

    private void commit(Opened view) {
        logEdits(view.attributes.flush());
        boolean isRefreshDue = engine.isRefreshDue(view.snapshot);
        if (log.hasEffect()) {
            opening.requireWritable(view.snapshot);
            @Nullable Map<String, byte[]> made = asMade && view.isTimeKnown ? view.attributes.toStored() : null;
            Committer.Committed committed = budget.spend(deadline -> {
                engine.storage().learnTime(view.snapshot.location(), deadline);
                return committer.commit(view.snapshot, made, log, deadline);
            });
            boolean isNew = !view.snapshot.isLive();
            view.snapshot = committed.snapshot();
            asMade = asMade && committed.asMade();
            log.clear();
            if (committed.isElsewhere()) {
                opening.savedElsewhere();
            } else {
                opening.saved(view.snapshot, isNew || isRefreshDue);
            }
        } else if (isRefreshDue && purpose == Presented.Purpose.VISIT) {
            view.snapshot = budget.spend(deadline -> committer.refresh(view.snapshot, deadline));
            opening.saved(view.snapshot, true);
        }
    }

    /** The values that were handed out and can still be changed in place. Call it when all is saved. */
    List<LateChangeWatch.Watched> changeable() {
        @Nullable Opened view = opened;
        return view == null ? List.of() : view.attributes.changeable();
    }

    /** Whether something was changed that is not saved. */
    boolean hasUnsavedChanges() {
        @Nullable Opened view = opened;
        return view != null && (log.hasEffect() || view.attributes.isChanged());
    }
}
