package dev.peruser.spring;

/** By what guests' tokens come and go. */
public enum GuestCarrier {
    /** By cookies. */
    COOKIE,
    /** By a header, and by nothing else: for applications without pages. */
    HEADER,
    /** By the header if a request has it, else by cookies. */
    BOTH
}
