package dev.peruser;

import java.util.Optional;

/**
 * As which types one visit reads and writes attributes that are not declared, for a web integration whose applications
 * put values of their own classes under names that PerUser doesn't know. A type counts between objects and JSON only:
 * the values expire, and are merged, as those of undeclared attributes.
 *
 * <p>A type is an {@link Attribute} of which only {@link Attribute#type()} counts. For one type it must always be the
 * same object. What an implementation has to remember of a value it keeps in the session that it is given, as an
 * attribute of its own. Called by one thread of a visit at a time; must not use the visit's own session.
 */
public interface ValueTypes {

    /**
     * The type of a value that is stored; empty if it is JSON-like.
     *
     * @throws SessionDataException if its type is known, and can't be used here
     */
    Optional<Attribute<?>> ofStored(String name, UserSession session);

    /**
     * The type of a value that is put, or has changed in place; empty if it is JSON-like.
     *
     * @throws SessionDataException if none can be found for it
     */
    Optional<Attribute<?>> ofValue(String name, Object value, UserSession session);

    /** Remembers the type of a value that is now in the session. */
    void note(String name, Attribute<?> type, UserSession session);

    /** Whether values of the type may need another once they have changed in place, as an empty list does. */
    boolean isOpen(Attribute<?> type);
}
