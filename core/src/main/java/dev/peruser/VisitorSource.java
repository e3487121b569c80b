package dev.peruser;

/**
 * Tells a {@link Visit} who the visitor is now. Asked at each access, so it must be quick; must not use the session.
 */
@FunctionalInterface
public interface VisitorSource {
    /** Who the visitor is at this moment. */
    Visitor current();
}
