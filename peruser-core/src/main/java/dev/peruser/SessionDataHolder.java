package dev.peruser;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a user's session data in the user's own record instead of the session store. A principal implements it, or an
 * adapter finds it by the {@link UserId} (see {@link SessionDataHolders}).
 *
 * <p><b>Last writer wins across processes.</b> A record without a version can't tell that another process changed it
 * between load and store, so of two processes that save at the same moment one may lose its change; within one process
 * nothing is lost. Implement {@link VersionedSessionDataHolder} to have every guarantee.
 *
 * <p>The data is a map of JSON-like values: the attributes under their names, and PerUser's own under
 * {@code __peruser}. Keep it as a whole, for example as a JSON column.
 */
public non-sealed interface SessionDataHolder extends UserRecord {

    /**
     * The data as it stands in the user's record now (not in a copy that a principal took at sign-in); empty if there
     * is none.
     */
    Map<String, @Nullable Object> loadSessionData();

    /** Stores the data in the user's record before it returns. */
    void storeSessionData(Map<String, @Nullable Object> data);
}
