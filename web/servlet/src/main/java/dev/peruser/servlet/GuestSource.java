package dev.peruser.servlet;

/** Where the sessions of guests are. */
public enum GuestSource {
    /** In the session store, behind a cookie of PerUser's own. Every guarantee holds. */
    STORE,
    /**
     * In the container's {@code HttpSession}, which other code may use, too. What is there under the names of declared
     * attributes is the guest's session, and is carried into the account at sign-in. Guests have what the container
     * gives: their data ends with the {@code HttpSession}, and is no safer than that.
     */
    HTTP_SESSION
}
