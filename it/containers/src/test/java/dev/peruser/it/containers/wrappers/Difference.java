package dev.peruser.it.containers.wrappers;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Each difference that is wanted between an application with the filter and one without, with its reason. It explains
 * an answer if what it adds or changes is all that differs.
 */
enum Difference {
    GUEST_COOKIE(
            "a guest whose session is new gets a cookie",
            EnumSet.allOf(Server.class),
            EnumSet.of(State.SESSION_CHANGED),
            ".*",
            "client's header (?i:set-cookie)",
            added("(; )?peruser\\.[0-9a-f]{8}=[^;]+(; (Path|Max-Age|Expires|SameSite)=[^;]+|; HttpOnly)+")),
    DATE_OF_COOKIES(
            "Jetty gives an answer with a cookie a date of expiry",
            EnumSet.of(Server.JETTY),
            EnumSet.of(State.SESSION_CHANGED),
            ".*reset.*",
            "client's header expires",
            added("Thu, 01 Jan 1970 00:00:00 GMT")),
    PRIVATE(
            "an answer that depends on a session tells caches",
            EnumSet.allOf(Server.class),
            EnumSet.of(State.SESSION_CHANGED),
            ".*",
            "client's header (?i:cache-control|vary)",
            added("private|Cookie")),
    PRIVATE_IS_SEEN(
            "an application that asks after a commit sees what caches were told",
            EnumSet.allOf(Server.class),
            EnumSet.of(State.SESSION_CHANGED),
            ".*",
            "then getHeaderNames",
            added("cache-control, |, vary")),
    CLOSED(
            "an answer that depends on a session is closed, so that nothing further out changes its headers",
            EnumSet.of(Server.MOCK),
            EnumSet.of(State.SESSION_CHANGED),
            ".*",
            "client's committed",
            pair("false", "true")),
    CLOSED_WITH_A_WRONG_LENGTH(
            "if an answer that depends on a session isn't as long as was announced, closing it makes Jetty answer with"
                    + " the same status, but without a page",
            EnumSet.of(Server.JETTY),
            EnumSet.of(State.SESSION_CHANGED),
            "setContentLength too small|setContentLength less than written|length, written, resetBuffer, written",
            "client's (body|header (content-length|content-type|set-cookie))",
            pair("(?s:.*)", ".*")),
    ASYNC_REQUEST(
            "startAsync() gives out the request that the application has, not one that the container has wrapped since",
            EnumSet.of(Server.TOMCAT, Server.JETTY),
            EnumSet.allOf(State.class),
            "startAsync\\(\\) request and response",
            "startAsync\\(\\) request and response",
            pair("false/(true|false)", "true/true")),
    ASYNC_REQUEST_IN_EVENTS(
            "listeners are told of the request that startAsync() gives out",
            EnumSet.of(Server.TOMCAT, Server.JETTY),
            EnumSet.allOf(State.class),
            "listener sees .*",
            "on(Complete|Timeout|StartAsync|Error)",
            pair(
                    "context true, request another, response [a-z ]+, thrown (\\w+)",
                    "context true, request the same, response the same, thrown \\1")),
    WRAPPED_ANEW(
            "a dispatch that the container makes with its own request and response has wrappers of its own",
            EnumSet.of(Server.TOMCAT, Server.JETTY),
            EnumSet.allOf(State.class),
            "listener sees startAsync again",
            "on(Complete|Error)",
            pair(
                    "context true, request [a-z ]+, response the same, thrown (\\w+)",
                    "context true, request another, response another, thrown \\1")),
    END_IS_LISTENED_TO(
            "Jetty drops what is not sent yet if work that has a listener ends by an exception; the filter's is one",
            EnumSet.of(Server.JETTY),
            EnumSet.of(State.COMMITTED, State.COMMITTED_BY_WRITER),
            "startAsync, then exception",
            "client's body",
            pair("t", ""));

    /** Where it occurs. */
    enum Server {
        TOMCAT,
        JETTY,
        MOCK
    }

    /** Takes away from an answer with the filter what is explained, given the answer without it. */
    @FunctionalInterface
    private interface Explanation {
        String rest(String without, String with);
    }

    private static Explanation added(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return (without, with) -> {
            String rest = pattern.matcher(with).replaceAll("");
            return rest.isEmpty() ? NOTHING : rest;
        };
    }

    /** One answer instead of another; the second may refer to groups of the first. */
    private static Explanation pair(String without, String with) {
        Pattern pattern = Pattern.compile(without + "\n" + with);
        return (one, other) -> pattern.matcher(one + "\n" + other).matches() ? one : other;
    }

    /** In place of an answer that there was not. */
    static final String NOTHING = "(nothing)";

    private final String reason;
    private final Set<Server> servers;
    private final Set<State> states;
    private final Pattern calls;
    private final Pattern answers;
    private final Explanation explanation;

    Difference(
            String reason,
            Set<Server> servers,
            Set<State> states,
            String calls,
            String answers,
            Explanation explanation) {
        this.reason = reason;
        this.servers = servers;
        this.states = states;
        this.calls = Pattern.compile(calls);
        this.answers = Pattern.compile(answers);
        this.explanation = explanation;
    }

    boolean isOn(Server server) {
        return servers.contains(server);
    }

    private boolean isAt(Server server, State state, Call call, String answer) {
        return isOn(server)
                && states.contains(state)
                && calls.matcher(call.name()).matches()
                && answers.matcher(answer).matches();
    }

    /** Those that together are why an answer differs; none if something is left. */
    static List<Difference> reasons(Server server, State state, Call call, String answer, String without, String with) {
        List<Difference> reasons = new ArrayList<>();
        String rest = with;
        for (Difference difference : values()) {
            if (difference.isAt(server, state, call, answer)) {
                String other = difference.explanation.rest(without, rest);
                if (!other.equals(rest)) {
                    reasons.add(difference);
                    rest = other;
                }
            }
        }
        return rest.equals(without) ? reasons : List.of();
    }

    @Override
    public String toString() {
        return name() + " (" + reason + ")";
    }
}
