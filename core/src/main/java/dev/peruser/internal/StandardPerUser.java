package dev.peruser.internal;

import dev.peruser.ConsistencyToken;
import dev.peruser.GuestToken;
import dev.peruser.PerUser;
import dev.peruser.SessionExport;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.ValueTypes;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import dev.peruser.internal.commit.Committer;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.signin.Absorber;
import dev.peruser.internal.signin.AccountJoin;
import dev.peruser.internal.signin.Erasure;
import dev.peruser.internal.signin.Exporter;
import dev.peruser.internal.signin.LateChanges;
import dev.peruser.internal.storage.Budget;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.visit.ActiveVisit;
import dev.peruser.internal.visit.ActiveVisits;
import dev.peruser.internal.visit.ConsistencyTokens;
import dev.peruser.internal.visit.GuestTokens;
import dev.peruser.internal.visit.Presented;
import dev.peruser.store.Deadline;
import dev.peruser.store.PurgeableSessionStore;
import dev.peruser.store.SessionStore;
import dev.peruser.store.WrappingSessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@link PerUser} on the parts that do the work. Immutable and safe for use by many threads. */
public final class StandardPerUser implements PerUser {
    private final EngineContext engine;
    private final Absorber absorber;
    private final AccountJoin accountJoin;
    private final Erasure erasure;
    private final Exporter exporter;
    private final Committer committer;
    private final SessionStore store;
    private final Purger purger;
    private final ActiveVisits visits = new ActiveVisits();

    StandardPerUser(StandardBuilder builder, EngineContext engine) {
        this.store = builder.store();
        this.engine = engine;
        this.absorber = new Absorber(engine);
        this.accountJoin = new AccountJoin(engine, absorber);
        this.erasure = new Erasure(engine);
        this.exporter = new Exporter(engine);
        this.committer = new Committer(engine, new LateChanges(engine, absorber));
        this.purger = new Purger(this::askTime, this::purgeExpired, builder.purgeInterval());
    }

    @Override
    public Visit visit(Visitor.Source visitorSource, Collection<GuestToken> presented) {
        return newVisit(visitorSource).presenting(presented).begin();
    }

    @Override
    public Visit.Builder newVisit(Visitor.Source visitorSource) {
        return new NewVisit(visitorSource);
    }

    /** What is known of a request. */
    private final class NewVisit implements Visit.Builder {
        private final Visitor.Source visitorSource;
        private Collection<GuestToken> tokens = List.of();
        private Collection<ConsistencyToken> consistencyTokens = List.of();
        private Supplier<Optional<String>> signInPlace = Optional::empty;
        private Visit.NewGuests newGuests = Visit.NewGuests.WELCOME;
        private @Nullable ValueTypes types;
        private Presented.Purpose purpose = Presented.Purpose.VISIT;
        private Visit.@Nullable Brought brought;

        NewVisit(Visitor.Source visitorSource) {
            this.visitorSource = visitorSource;
        }

        @Override
        public Visit.Builder presenting(Collection<GuestToken> presented) {
            tokens = presented;
            return this;
        }

        @Override
        public Visit.Builder seen(Collection<ConsistencyToken> presented) {
            consistencyTokens = presented;
            return this;
        }

        @Override
        public Visit.Builder signInPlace(Supplier<String> place) {
            signInPlace = () -> Optional.of(place.get());
            return this;
        }

        @Override
        public Visit.Builder newGuests(Visit.NewGuests guests) {
            newGuests = guests;
            return this;
        }

        @Override
        public Visit.Builder valueTypes(ValueTypes undeclared) {
            types = undeclared;
            return this;
        }

        @Override
        public Visit.Builder bringing(Visit.Brought present) {
            brought = present;
            return this;
        }

        @Override
        public ActiveVisit begin() {
            Presented presented = new Presented(
                    new GuestTokens(tokens),
                    new ConsistencyTokens(consistencyTokens),
                    newGuests,
                    types,
                    purpose,
                    signInPlace,
                    brought);
            return new ActiveVisit(engine, committer, absorber, visits, visitorSource, presented);
        }
    }

    @Override
    public boolean recallsCopies() {
        return engine.storage().recalls();
    }

    @Override
    public <T extends @Nullable Object> T withSession(UserId user, Function<UserSession, T> work) {
        NewVisit job = new NewVisit(() -> Visitor.user(user));
        job.purpose = Presented.Purpose.JOB;
        ActiveVisit visit = job.begin();
        try {
            T result = work.apply(visit.session());
            visit.commit();
            visit.end();
            return result;
        } finally {
            visit.abandon(); // nothing, if it has ended
        }
    }

    @Override
    public boolean erase(UserId user) {
        return erase(Visitor.user(user));
    }

    @Override
    public boolean erase(Visitor user) {
        UserId id = user.user().orElseThrow(() -> new IllegalArgumentException("a guest has no account to erase"));
        List<SessionLocation> locations = engine.locations().allToErase(id, user.ownRecord());
        Optional<ActiveVisit> own = visits.current();
        own.ifPresent(visit -> visit.beforeErase(id));
        boolean found = budget().spend(deadline -> erasure.erase(locations, deadline));
        own.ifPresent(visit -> visit.erased(id));
        engine.listener().erased();
        return found;
    }

    @Override
    public int discardPending(UserId user) {
        SessionLocation location = engine.locations().of(user, Optional.empty());
        return budget().spend(deadline -> erasure.discardPending(location, deadline));
    }

    @Override
    public SessionExport export(UserId user) {
        return export(Visitor.user(user));
    }

    @Override
    public SessionExport export(Visitor user) {
        UserId id = user.user().orElseThrow(() -> new IllegalArgumentException("a guest has no account to export"));
        List<SessionLocation> locations = engine.locations().all(id, user.ownRecord());
        SessionExport export = budget().spend(deadline -> exporter.export(locations, deadline));
        engine.listener().exported();
        return export;
    }

    @Override
    public void absorb(UserId from, UserId into) {
        SessionLocation source = engine.locations().of(from, Optional.empty());
        SessionLocation target = engine.locations().of(into, Optional.empty());
        budget().spend(deadline -> {
            accountJoin.join(source, target, deadline);
            return true;
        });
    }

    @Override
    public int purgeExpired() {
        Optional<PurgeableSessionStore> purgeable = WrappingSessionStore.ability(store, PurgeableSessionStore.class);
        return purgeable.map(this::purgeExpired).orElse(0);
    }

    /** So that no request has to be the first to do so. */
    private void askTime() {
        engine.storage().askTimeIfPossible(Deadline.after(engine.settings().deadline()));
    }

    /** By what the store itself says now that the time is: what is purged can't be brought back. */
    private int purgeExpired(PurgeableSessionStore purgeable) {
        int purged = 0;
        int step;
        do {
            Deadline deadline = Deadline.after(engine.settings().deadline());
            Instant now = engine.storage().askTime(deadline);
            step = purgeable.purgeExpired(now, Purger.STEP, deadline);
            purged += step;
        } while (step == Purger.STEP && !Thread.currentThread().isInterrupted());
        engine.listener().purged(purged);
        return purged;
    }

    @Override
    public Duration guestIdle() {
        return engine.settings().lifetimes().guestIdle();
    }

    @Override
    public void start() {
        purger.start();
    }

    @Override
    public void close() {
        purger.close();
        engine.lateChanges().close();
    }

    private Budget budget() {
        return new Budget(engine.settings().deadline());
    }
}
