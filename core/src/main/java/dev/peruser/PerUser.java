package dev.peruser;

import dev.peruser.store.SessionStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.json.JsonMapper;

/**
 * One for an application, on one store: the beginning of everything. Immutable and safe for use by many threads.
 *
 * <p>Web integrations make a {@link Visit} of it for each request. Applications use it directly only outside of
 * requests: {@link #withSession} in a job, {@link #erase} when an account is deleted.
 */
public interface PerUser extends AutoCloseable {

    /** The builder of PerUser on a store. */
    static Builder builder(SessionStore store) {
        return ServiceLoader.load(PerUserProvider.class, PerUserProvider.class.getClassLoader())
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("PerUser's own parts are missing: peruser-core was repackaged"
                                + " without META-INF/services; keep those files when jars are merged"))
                .builder(store);
    }

    /**
     * Begins a request.
     *
     * @param visitorSource tells who the visitor is
     * @param presented the guest tokens that the browser presented; at most 128 are looked at
     */
    Visit visit(Visitor.Source visitorSource, Collection<GuestToken> presented);

    /**
     * Begins a request of which more is known than the guest tokens. The visit is made by
     * {@link Visit.Builder#begin()}.
     */
    Visit.Builder newVisit(Visitor.Source visitorSource);

    /** Whether the store holds copies of sessions, so that browsers have to say what they have seen. */
    boolean recallsCopies();

    /**
     * Works with a user's session outside of a request, and saves what was changed before it returns. The session can't
     * be used afterwards. It is no visit: work that only reads doesn't postpone the expiry.
     *
     * @throws StoreException as {@link Visit#commit()}, like the other exceptions
     */
    <T extends @Nullable Object> T withSession(UserId user, Function<UserSession, T> work);

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
    boolean erase(UserId user);

    /**
     * As {@link #erase(UserId)}, for a user whose principal keeps the session data itself.
     *
     * @throws IllegalArgumentException for a guest
     */
    boolean erase(Visitor user);

    /**
     * Reads all that is stored about a user, for a request by data-protection law or a look by support. Changes
     * nothing.
     *
     * @throws StoreException if the store fails
     * @throws SessionDataException if what PerUser itself keeps about the session is damaged
     */
    SessionExport export(UserId user);

    /**
     * As {@link #export(UserId)}, for a user whose principal keeps the session data itself.
     *
     * @throws IllegalArgumentException for a guest
     */
    SessionExport export(Visitor user);

    /**
     * Drops what sign-ins of a user could not merge, most likely because the database refuses a value of it: such a
     * part waits, {@link #export} shows it as {@code pending}, and later requests try again, less and less often. What
     * the account has stays.
     *
     * @return how many guests' sessions were dropped
     * @throws StoreException if the store fails; calling it again goes on
     */
    int discardPending(UserId user);

    /**
     * Moves a user's session into another's, by the rules of a sign-in: when an account gets a new id, or two are
     * joined. A device that is still signed in under the old id goes on in the other account, for as long as a session
     * may be idle. Before the old id is given to somebody else, {@linkplain #erase(UserId) erase} it.
     */
    void absorb(UserId from, UserId into);

    /**
     * Removes expired sessions from a store that doesn't do so by itself, in small steps. Called from time to time by a
     * thread of the engine's own once {@link #start} was called.
     *
     * @return how many were removed
     */
    int purgeExpired();

    /** How long after its last use a guest's session is gone: what a cookie's age should be. */
    Duration guestIdle();

    /** Starts the purging of expired sessions. */
    void start();

    /** Stops the purging and the search for late changes. The store is the application's to close. */
    @Override
    void close();

    /** Builds it; {@link #build()} names all mistakes at once. Not safe for use by many threads. */
    interface Builder {
        /** Declares an attribute. */
        Builder attribute(Attribute<?> attribute);

        /** Declares attributes. */
        Builder attributes(Collection<? extends Attribute<?>> declared);

        /**
         * Adds a Jackson module to the mapper that writes and reads the values of declared attributes, for types that
         * it can't read by itself: Kotlin classes, types for money, Guava's collections. By default there is none.
         *
         * <p>A module that is added or removed later must leave the JSON of the types that are stored as it is: what
         * was stored before is read with it.
         */
        Builder jacksonModule(JacksonModule module);

        /**
         * Changes the mapper that writes and reads the values of declared attributes. It is PerUser's own, so that
         * nothing an application sets for its web pages can change what is stored; by default it isn't changed.
         * Customizers are called in the order they were given in, after the modules were added, and more than once.
         *
         * <p>What is stored is read by the mapper of the next version of the application, and of an older one that runs
         * beside it. So whatever decides names and forms in the JSON (naming strategy, mix-ins, visibility, formats of
         * dates and enums) must never change while data is stored, unless the new one reads the old form, too. Default
         * typing is refused: stored data must not choose classes. What PerUser's guarantees rest on is set again
         * afterwards: unknown fields are left alone, a missing primitive is its zero, decimals keep their digits, a
         * fraction is never cut to a whole number, times keep their zone, NaN and duplicate keys are refused.
         */
        Builder jsonMapper(Consumer<JsonMapper.Builder> customizer);

        /**
         * How attributes that are not declared merge at sign-in; default {@link MergeBehavior#RETAINMENT_PRECEDENT}.
         */
        Builder mergeBehavior(MergeBehavior mergeBehavior);

        /** Decides at each sign-in whether what a guest has is merged; by default it is, always. */
        Builder signInPolicy(SignInPolicy policy);

        /** Replaces all merge rules by one for whole sessions; by default there is none. */
        Builder sessionMerger(SessionMerger merger);

        /**
         * Finds users' own records as places for their session data; by default all data is in the store. What the
         * store has of a user whose record has no session is moved into the record when it is first used.
         */
        Builder userRecords(UserRecords finder);

        /**
         * Finds the records where users' sessions were kept before: of a user without a session in the present place,
         * what the record has is moved there when it is first used. By default there are none. Servers that still use
         * the records answer such a user's changes with a conflict.
         */
        Builder formerUserRecords(UserRecords finder);

        /** Hears what happens, besides those that were given before; by default nobody does. */
        Builder listener(PerUserListener hearer);

        /**
         * Nothing is carried at sign-in: a guest's data is hidden while the visitor is signed in, and shown again
         * afterwards. It lives as long as its browser comes. {@link UserSession#mergeGuest()} carries it on demand. By
         * default it is carried.
         */
        Builder hideGuestData();

        /**
         * How long after its last use a guest's session is gone; default 30 days, at least a second. A thousand years
         * and more, as {@code ChronoUnit.FOREVER.getDuration()}, mean never; the same of all times here.
         */
        Builder guestIdle(Duration duration);

        /** How long after its last use a user's session is gone; default 365 days, at least a second. */
        Builder userIdle(Duration duration);

        /**
         * Which share of the idle time must have passed before the expiry is written anew; default 0.1, from 0 to 0.9.
         */
        Builder refreshAfter(double share);

        /** How long all session work of a request may take together; default 2 seconds, from 10 ms to a minute. */
        Builder deadline(Duration duration);

        /**
         * How many requests may be in the store, or wait for their turn there, at once; more fail at once. Default 256,
         * at least 1.
         */
        Builder waitingRequests(int requests);

        /**
         * How often expired sessions are purged once {@link PerUser#start} was called; default 10 minutes, at least a
         * second. Those who purge by {@link PerUser#purgeExpired()} themselves give a time that never ends.
         */
        Builder purgeEvery(Duration interval);

        /** How large sessions may become; default {@link Limits#DEFAULT}. */
        Builder limits(Limits largest);

        /**
         * This server's clock; default the system's. It is the time if the store has no clock of its own
         * ({@link dev.peruser.store.ClockedSessionStore}); otherwise the store's is, and this one is only compared with
         * it. A clock that stands still, and is moved by a test, is the time on each store.
         */
        Builder clock(InstantSource source);

        /**
         * The engine.
         *
         * @throws IllegalArgumentException if anything set is wrong; the message lists it all
         */
        PerUser build();
    }
}
