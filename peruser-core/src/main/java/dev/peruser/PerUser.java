package dev.peruser;

import dev.peruser.store.Deadline;
import dev.peruser.store.PurgeableSessionStore;
import dev.peruser.store.SessionStore;
import dev.peruser.store.WrappingSessionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The engine: one for an application, on one store. Immutable and safe for use by many threads.
 *
 * <p>Web integrations make a {@link Visit} of it for each request. Applications use it directly only outside of
 * requests: {@link #withSession} in a job, {@link #erase} when an account is deleted.
 */
public final class PerUser implements AutoCloseable {
    private final Engine engine;
    private final Absorber absorber;
    private final Erasure erasure;
    private final Exporter exporter;
    private final Committer committer;
    private final SessionStore store;
    private final Purger purger;

    private PerUser(Builder builder) {
        this.store = builder.store;
        this.engine = builder.engine();
        this.absorber = new Absorber(engine);
        this.erasure = new Erasure(engine);
        this.exporter = new Exporter(engine);
        this.committer = new Committer(engine, absorber);
        this.purger = new Purger(this::purgeExpired, builder.purgeInterval);
    }

    /** The builder of an engine on a store. */
    public static Builder builder(SessionStore store) {
        return new Builder(store);
    }

    /**
     * Begins a request.
     *
     * @param visitors tells who the visitor is
     * @param presented the guest tokens that the browser presented; at most 128 are looked at
     */
    public Visit visit(Visitors visitors, Collection<GuestToken> presented) {
        return visit(visitors, presented, Visit.NewGuests.WELCOME);
    }

    /** As {@link #visit(Visitors, Collection)}, with a say about new guests. */
    public Visit visit(Visitors visitors, Collection<GuestToken> presented, Visit.NewGuests newGuests) {
        return visit(visitors, presented, newGuests, List.of());
    }

    /**
     * As {@link #visit(Visitors, Collection, Visit.NewGuests)}, for a browser that says what it has seen.
     *
     * @param seen what the browser presented of {@link Visit#takeSightingChanges()}; without it the store is asked even
     *     if a copy is held
     */
    public Visit visit(
            Visitors visitors, Collection<GuestToken> presented, Visit.NewGuests newGuests, Collection<Sighting> seen) {
        Browser browser = Browser.presenting(presented, seen, newGuests);
        return new Visit(engine, committer, absorber, visitors, browser);
    }

    /**
     * As {@link #visit(Visitors, Collection, Visit.NewGuests, Collection)}, for a guest whose session is in a place of
     * their own instead of the store; no guest tokens are made.
     *
     * @param guestRecord the place; what is there under declared names is carried into the account once somebody is
     *     signed in
     */
    public Visit visit(
            Visitors visitors, GuestRecord guestRecord, Visit.NewGuests newGuests, Collection<Sighting> seen) {
        Browser browser = Browser.withOwnPlace(guestRecord, seen, newGuests);
        return new Visit(engine, committer, absorber, visitors, browser);
    }

    /** Whether the store holds copies of sessions, so that browsers have to say what they have seen. */
    public boolean recallsCopies() {
        return engine.storage().recalls();
    }

    /**
     * Works with a user's session outside of a request, and saves what was changed before it returns. The session can't
     * be used afterwards.
     *
     * @throws StoreException as {@link Visit#commit()}, like the other exceptions
     */
    public <T extends @Nullable Object> T withSession(UserId user, Function<UserSession, T> work) {
        Visit visit = visit(() -> Visitor.user(user), List.of());
        try {
            T result = work.apply(visit.session());
            visit.commit();
            visit.end();
            return result;
        } finally {
            visit.abandon(); // nothing, if it has ended
        }
    }

    /**
     * Erases all that is stored about a user, also copies that an interrupted sign-in left under other keys. Requests
     * in flight can't bring it back. Call it whenever an account is deleted: the next account of that name must not
     * inherit the data. For an hour a tombstone stays, under the user's key and with a hash of the id.
     *
     * <p>On the thread of a request of that user, what the request has changed so far is erased with the rest, and the
     * session is empty from then on.
     *
     * @return whether there was anything
     */
    public boolean erase(UserId user) {
        return erase(Visitor.user(user));
    }

    /**
     * As {@link #erase(UserId)}, for a user whose principal keeps the session data itself.
     *
     * @throws IllegalArgumentException for a guest
     */
    public boolean erase(Visitor user) {
        UserId id = user.user().orElseThrow(() -> new IllegalArgumentException("a guest has no account to erase"));
        Place place = engine.storage().place(id, user.ownRecord());
        Optional<Visit> own = engine.visits().current();
        own.ifPresent(visit -> visit.beforeErase(id));
        boolean found = budget().spend(deadline -> erasure.erase(place, deadline));
        own.ifPresent(visit -> visit.erased(id));
        engine.listener().erased();
        return found;
    }

    /**
     * Reads all that is stored about a user, for a request by data-protection law or a look by support. Changes
     * nothing.
     *
     * @throws StoreException if the store fails
     * @throws SessionDataException if what PerUser itself keeps about the session is damaged
     */
    public SessionExport export(UserId user) {
        return export(Visitor.user(user));
    }

    /**
     * As {@link #export(UserId)}, for a user whose principal keeps the session data itself.
     *
     * @throws IllegalArgumentException for a guest
     */
    public SessionExport export(Visitor user) {
        UserId id = user.user().orElseThrow(() -> new IllegalArgumentException("a guest has no account to export"));
        Place place = engine.storage().place(id, user.ownRecord());
        SessionExport export = budget().spend(deadline -> exporter.export(place, deadline));
        engine.listener().exported();
        return export;
    }

    /**
     * Moves a user's session into another's, by the rules of a sign-in: when an account gets a new id, or two are
     * joined.
     */
    public void absorb(UserId from, UserId into) {
        Place source = engine.storage().place(from, Optional.empty());
        Place target = engine.storage().place(into, Optional.empty());
        budget().spend(deadline -> absorber.absorb(source, target, deadline));
    }

    /**
     * Removes expired sessions from a store that doesn't do so by itself, in small steps. Called from time to time by a
     * thread of the engine's own once {@link #start} was called.
     *
     * @return how many were removed
     */
    public int purgeExpired() {
        Optional<PurgeableSessionStore> purgeable = WrappingSessionStore.ability(store, PurgeableSessionStore.class);
        return purgeable.map(this::purgeExpired).orElse(0);
    }

    private int purgeExpired(PurgeableSessionStore purgeable) {
        int purged = 0;
        int step;
        do {
            Instant now = engine.storage().now();
            step = purgeable.purgeExpired(
                    now, Purger.STEP, Deadline.after(engine.settings().deadline()));
            purged += step;
        } while (step == Purger.STEP && !Thread.currentThread().isInterrupted());
        engine.listener().purged(purged);
        return purged;
    }

    /** How long after its last use a guest's session is gone: what a cookie's age should be. */
    public Duration guestIdle() {
        return engine.settings().lifetimes().guestIdle();
    }

    /** Starts the purging of expired sessions. */
    public void start() {
        purger.start();
    }

    /** Stops the purging and the search for late changes. The store is the application's to close. */
    @Override
    public void close() {
        purger.close();
        engine.lateChanges().close();
    }

    private Budget budget() {
        return new Budget(engine.settings().deadline());
    }

    /** Builds an engine; {@link #build()} names all mistakes at once. Not safe for use by many threads. */
    public static final class Builder {
        private final SessionStore store;
        private final List<Attribute<?>> attributes = new ArrayList<>();
        private final List<String> mistakes = new ArrayList<>();
        private MergeBehavior behavior = MergeBehavior.RETAINMENT_PRECEDENT;
        private @Nullable SessionMerger sessionMerger;
        private @Nullable SessionDataHolders holders;
        private final List<PerUserListener> listeners = new ArrayList<>();
        private Settings.Migration migration = Settings.Migration.CARRIED;
        private Duration guestIdle = Duration.ofDays(30);
        private Duration userIdle = Duration.ofDays(365);
        private double refreshShare = 0.1;
        private Duration deadline = Duration.ofSeconds(2);
        private Duration purgeInterval = Duration.ofMinutes(10);
        private int waiting = 256;
        private Limits limits = Limits.DEFAULT;
        private InstantSource clock = InstantSource.system();
        private Chance chance = Chance.ofSystem();

        private Builder(SessionStore store) {
            this.store = Objects.requireNonNull(store, "store");
        }

        /** Declares an attribute. */
        public Builder attribute(Attribute<?> attribute) {
            attributes.add(Objects.requireNonNull(attribute, "attribute"));
            return this;
        }

        /** Declares attributes. */
        public Builder attributes(Collection<? extends Attribute<?>> declared) {
            declared.forEach(this::attribute);
            return this;
        }

        /**
         * How attributes that are not declared merge at sign-in; default {@link MergeBehavior#RETAINMENT_PRECEDENT}.
         */
        public Builder mergeBehavior(MergeBehavior mergeBehavior) {
            this.behavior = Objects.requireNonNull(mergeBehavior, "mergeBehavior");
            return this;
        }

        /** Replaces all merge rules by one for whole sessions; by default there is none. */
        public Builder sessionMerger(SessionMerger merger) {
            this.sessionMerger = Objects.requireNonNull(merger, "sessionMerger");
            return this;
        }

        /** Finds users' own records as places for their session data; by default all data is in the store. */
        public Builder sessionDataHolders(SessionDataHolders finder) {
            this.holders = Objects.requireNonNull(finder, "sessionDataHolders");
            return this;
        }

        /** Hears what happens, besides those that were given before; by default nobody does. */
        public Builder listener(PerUserListener hearer) {
            listeners.add(Objects.requireNonNull(hearer, "listener"));
            return this;
        }

        /**
         * Nothing is carried at sign-in: a guest's data is hidden while the visitor is signed in, and shown again
         * afterwards. By default it is carried.
         */
        public Builder hideGuestData() {
            this.migration = Settings.Migration.HIDDEN;
            return this;
        }

        /** How long after its last use a guest's session is gone; default 30 days, at least a second. */
        public Builder guestIdle(Duration duration) {
            this.guestIdle = atLeastASecond("guest-idle", duration);
            return this;
        }

        /** How long after its last use a user's session is gone; default 365 days, at least a second. */
        public Builder userIdle(Duration duration) {
            this.userIdle = atLeastASecond("user-idle", duration);
            return this;
        }

        /**
         * Which share of the idle time must have passed before the expiry is written anew; default 0.1, from 0 to 0.9.
         */
        public Builder refreshAfter(double share) {
            if (!(share >= 0 && share <= 0.9)) {
                mistakes.add("peruser.refresh-after must be from 0 to 0.9, was " + share);
            }
            this.refreshShare = share;
            return this;
        }

        /** How long all session work of a request may take together; default 2 seconds, from 10 ms to a minute. */
        public Builder deadline(Duration duration) {
            if (duration.compareTo(Duration.ofMillis(10)) < 0 || duration.compareTo(Duration.ofMinutes(1)) > 0) {
                mistakes.add("peruser.deadline must be from 10ms to 1m, was " + duration);
            }
            this.deadline = duration;
            return this;
        }

        /**
         * How many requests may be in the store, or wait for their turn there, at once; more fail at once. Default 256,
         * at least 1.
         */
        public Builder waitingRequests(int requests) {
            if (requests < 1) {
                mistakes.add("peruser.waiting-requests must be at least 1, was " + requests);
            }
            this.waiting = Math.max(1, requests);
            return this;
        }

        /**
         * How often expired sessions are purged once {@link PerUser#start} was called; default 10 minutes, at least a
         * second.
         */
        public Builder purgeEvery(Duration interval) {
            this.purgeInterval = atLeastASecond("purge-every", interval);
            return this;
        }

        /** How large sessions may become; default {@link Limits#DEFAULT}. */
        public Builder limits(Limits largest) {
            this.limits = Objects.requireNonNull(largest, "limits");
            return this;
        }

        /** What the time is; default the system's clock. */
        public Builder clock(InstantSource source) {
            this.clock = Objects.requireNonNull(source, "clock");
            return this;
        }

        /** For tests that repeat a run: what is otherwise left to chance. */
        Builder chance(Chance source) {
            this.chance = source;
            return this;
        }

        private Duration atLeastASecond(String property, Duration duration) {
            if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
                mistakes.add("peruser." + property + " must be at least 1s, was " + duration);
            }
            return duration;
        }

        /**
         * The engine.
         *
         * @throws IllegalArgumentException if anything set is wrong; the message lists it all
         */
        public PerUser build() {
            List<String> wrong = new ArrayList<>(mistakes);
            wrong.addAll(limits.mistakes());
            AttributeRegistry.duplicates(attributes)
                    .forEach(name ->
                            wrong.add("attribute '" + name + "' is declared by two different Attribute objects"));
            if (!wrong.isEmpty()) {
                throw new IllegalArgumentException("PerUser can't start: " + String.join("; ", wrong));
            }
            return new PerUser(this);
        }

        private Engine engine() {
            Settings settings = new Settings(
                    new Settings.Lifetimes(guestIdle, userIdle, refreshShare, Duration.ofHours(1)),
                    limits,
                    deadline,
                    behavior,
                    Optional.ofNullable(sessionMerger),
                    migration,
                    chance);
            JsonCodec codec = new JsonCodec(limits);
            Waiting places = new Waiting(waiting);
            return new Engine(
                    settings,
                    new AttributeRegistry(attributes),
                    codec,
                    new Storage(store, Optional.ofNullable(holders), codec, clock, chance, places),
                    new KeyLocks(places),
                    new QuietListener(listeners));
        }
    }
}
