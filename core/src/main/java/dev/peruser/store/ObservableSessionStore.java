package dev.peruser.store;

/**
 * A store that tells of changes to the sessions that were loaded or saved through it, so that copies of them can be
 * kept.
 *
 * <p>The contract: if a {@link #load}, or a {@link #save} that was answered {@link WriteResult#APPLIED}, began after
 * {@link #observe} returned, and the session (or that there is none) changes after that, {@link ChangeObserver#changed}
 * is called soon for its key, at least once; or else {@link ChangeObserver#missed} is called, once the store can tell
 * of changes again. It may call both more often than that. It need not tell of what was saved or deleted through this
 * very object: whoever did so knows.
 */
public interface ObservableSessionStore extends SessionStore {

    /** Tells the observer of changes until the observation is closed. At most one observer at a time. */
    Observation observe(ChangeObserver observer);

    /** Hears of changes. Called by threads of the store's own; must be quick and must not throw. */
    interface ChangeObserver {
        /** The session of that key may have changed, or gone, or come. */
        void changed(SessionKey key);

        /**
         * Changes may have gone unnoticed (a connection was lost, or the store was emptied as a whole): whatever was
         * loaded before this call may be out of date.
         */
        void missed();
    }

    /** Ends the observation. Closing it again does nothing. */
    interface Observation extends AutoCloseable {
        @Override
        void close();
    }
}
