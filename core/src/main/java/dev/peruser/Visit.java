package dev.peruser;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * The sessions of one request: what a web integration works with.
 *
 * <ol>
 *   <li>Make one by {@link PerUser#visit} when the request comes in. It costs nothing until the session is used.
 *   <li>Give the application {@link #session()}.
 *   <li>{@link #observe()} wherever the principal may have changed; {@link #signedOut()} when a sign-out happens.
 *   <li>{@link #commit()} before the response is committed. If it throws, the answer must be an error (503), because
 *       the changes are not stored. Either way tell the browser {@link #takeTokenChanges()}: it may be the next
 *       visitor's soon.
 *   <li>{@link #responseCommitted()} and {@link #end()} afterwards. From then on the session refuses all use, whoever
 *       has kept it.
 * </ol>
 *
 * <p>Safe for use by many threads.
 */
public interface Visit {

    /** Whether a guest without a session may get one in this request. */
    enum NewGuests {
        /** At the first change. */
        WELCOME,
        /**
         * Not in this request: a change fails. For unsafe requests from another site, to which browsers don't add the
         * guest's cookie.
         */
        REFUSED
    }

    /**
     * What to tell the browser of its guest tokens.
     *
     * @param toSet tokens to present from now on
     * @param toRemove tokens not to present any more; the request had presented them
     */
    record TokenChanges(List<GuestToken> toSet, List<GuestToken> toRemove) {
        /** Whether there is nothing to tell. */
        public boolean isEmpty() {
            return toSet.isEmpty() && toRemove.isEmpty();
        }
    }

    /**
     * What to tell the browser of what it has seen.
     *
     * @param toSet to present from now on
     * @param toRemove not to present any more; the request had presented them
     */
    record ConsistencyTokenChanges(List<ConsistencyToken> toSet, List<ConsistencyToken> toRemove) {
        /** Whether there is nothing to tell. */
        public boolean isEmpty() {
            return toSet.isEmpty() && toRemove.isEmpty();
        }
    }

    /**
     * What a browser has in another place, and what is a guest's session from now on, as if the browser had presented
     * its token. It is stored at the visit's first use, or when a user is seen, unless something was stored under the
     * token before. Called under the lock of the visit, so it must not use that.
     */
    interface Brought {
        /** Always the same for what is there now, and nobody else's. */
        GuestToken token();

        /**
         * Puts it into an empty session, perhaps one that is thrown away. Returns whether there is anything to be
         * stored.
         */
        boolean fill(UserSession session);

        /**
         * It is stored. Once {@link #commit()} has succeeded, it can go from there.
         *
         * @param isOthers whether another visit stored it within the last minute, and most likely takes it away itself
         */
        void stored(boolean isOthers);
    }

    /** The session of whoever is the visitor at each call. */
    UserSession session();

    /**
     * Asks who the visitor is, so that a later {@link #commit()} knows it, also when the principal is no longer to be
     * seen then.
     */
    void observe();

    /**
     * Says that the user is signing out. What was changed is saved, a guest's session that was not absorbed so far is;
     * what follows in this request belongs to a fresh guest. Never throws: a failure comes out of the next
     * {@link #commit()}.
     */
    void signedOut();

    /**
     * Saves what was changed, for the visitor that it was changed for, and carries a guest's session into that of a
     * user. That never fails the request; it is finished by a later one.
     *
     * @throws StoreException if the store fails or is too slow
     * @throws ConflictException if the changes could not be brought together with others' until the deadline
     * @throws SessionDataException if a value can't be stored
     */
    void commit();

    /** What the browser is to be told; each change is given once. */
    TokenChanges takeTokenChanges();

    /**
     * What the browser is to be told of what it has seen, if sessions are held as copies; each change is given once.
     */
    ConsistencyTokenChanges takeConsistencyTokenChanges();

    /** From now on nothing can be saved for this request: what would have to be throws. */
    void responseCommitted();

    /**
     * A further dispatch of the same request begins, for example that of an error page, and the response is not
     * committed after all: the session can be used again, and what changes in it can be saved.
     */
    void resume();

    /**
     * Ends the visit: the session refuses all use from then on. Reports what was changed in place too late to be saved,
     * also if that happens later. Right after a {@link #commit()} there is nothing to look for yet.
     */
    void end();

    /**
     * The present thread works for this visit's request: if the visitor's own account is {@linkplain PerUser#erase
     * erased} on it, what the request has of the session is gone with the account. Without it that counts as somebody
     * else's doing, and a commit of what the request changed is refused.
     */
    void enterThread();

    /** The present thread goes on to something else. */
    void leaveThread();

    /**
     * Begins a visit, with what is known of the request. Made by {@link PerUser#newVisit}; used once, by one thread.
     */
    interface Builder {
        /** The guest tokens that the browser presented; by default none. At most 128 are looked at. */
        Builder presenting(Collection<GuestToken> tokens);

        /** What the browser has in another place; by default nothing. */
        Builder bringing(Brought brought);

        /**
         * What the browser presented of {@link Visit#takeConsistencyTokenChanges()}; by default nothing. Without it the
         * store is asked even if a copy is held.
         */
        Builder seen(Collection<ConsistencyToken> consistencyTokens);

        /**
         * Says where a sign-in happens, for a {@link SignInPolicy}, if that is asked; by default nobody knows. Called
         * under the lock of the visit, so it must not use that.
         */
        Builder signInPlace(Supplier<String> place);

        /** Whether a guest without a session may get one; by default {@link NewGuests#WELCOME}. */
        Builder newGuests(NewGuests guests);

        /** As which types attributes that are not declared are read and written; by default they are JSON-like. */
        Builder valueTypes(ValueTypes types);

        /** The visit. */
        Visit begin();
    }
}
