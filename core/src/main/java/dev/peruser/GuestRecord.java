package dev.peruser;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The place that a container or a framework has for one guest's attributes, the {@code HttpSession} above all, as the
 * place of the guest's session instead of the session store. What other code keeps there under the names of declared
 * attributes is the guest's session, too; all else there is never looked at.
 *
 * <p>Written for one request; used by one thread at a time. Other requests may change the place at any moment.
 */
public interface GuestRecord {

    /** The place's id of this moment; empty if the guest has no place yet. */
    Optional<String> id();

    /**
     * Whether this request has looked at the place already. Until then PerUser doesn't either for a guest whose request
     * doesn't use the session.
     */
    boolean isInUse();

    /** The names of all that is there. */
    Set<String> names();

    /** What is there under a name, the object itself, or null. */
    @Nullable Object get(String name);

    /**
     * Puts an object there; makes the place if there is none.
     *
     * @throws SessionDataException if the place doesn't take objects of its class
     * @throws StoreException if there is no place and none can be made any more
     */
    void put(String name, Object value);

    /** Removes what is there under a name, if anything is. */
    void remove(String name);
}
