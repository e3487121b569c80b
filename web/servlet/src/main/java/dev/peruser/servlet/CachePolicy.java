package dev.peruser.servlet;

/** Who says whether caches may keep an answer that depends on a session. */
public enum CachePolicy {
    /**
     * Such an answer is the visitor's own, whatever the application says: a cache that several visitors share, a proxy
     * or a content delivery network, can't give it to another. It gets {@code Cache-Control: private} in the place of
     * what allows more, and {@code Vary: Cookie}; a browser may keep it as long as the application says. What is
     * stricter stays as it is, and so does every answer that doesn't depend on a session.
     */
    PRIVATE,
    /**
     * The application's headers stay as they are. For applications that see to it themselves: behind a shared cache, an
     * answer that uses the session and says {@code public} shows one visitor's data, and gives one visitor's guest
     * cookie, to others.
     */
    APPLICATION
}
