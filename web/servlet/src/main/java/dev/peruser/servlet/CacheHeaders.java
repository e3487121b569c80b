package dev.peruser.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Keeps answers that depend on a session out of caches that several visitors share (RFC 9111).
 *
 * <ol>
 *   <li>{@code Cache-Control} gets {@code private}, if it is not that or stricter, and loses what only shared caches
 *       heed. {@code Vary: Cookie} alone would not do: two visitors without a cookie have the same.
 *   <li>{@code Vary} gets {@code Cookie}, and the header of guests if there is one, so that a browser asks again after
 *       a sign-in or sign-out.
 *   <li>Fields that speak to one kind of shared cache, and that it heeds before {@code Cache-Control}, are removed.
 *   <li>At the end of a request the answer is closed, so that nobody further out changes the headers.
 * </ol>
 *
 * Safe for use by many threads.
 */
final class CacheHeaders {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser.servlet");
    private static final String CACHE_CONTROL = "Cache-Control";
    private static final String VARY = "Vary";
    private static final String PRIVATE = "private";
    private static final String COOKIE = "Cookie";
    private static final String ANY = "*";
    /** Expires is for all caches, and private ones may heed it. */
    private static final String EXPIRES = "Expires";

    private static final String NGINX = "x-accel-expires";
    private static final int SHORTEST_TARGETED = "edge-control".length();
    private static final Set<String> NEVER = Set.of("0", "-1");

    private final CachePolicy policy;
    private final List<String> varying;
    private final String vary;
    private final AtomicBoolean isSaid = new AtomicBoolean();

    /**
     * The headers of a filter's answers.
     *
     * @param besideCookies what else of a request decides who the visitor is
     */
    CacheHeaders(CachePolicy policy, List<String> besideCookies) {
        this.policy = policy;
        this.varying = Stream.concat(Stream.of(COOKIE), besideCookies.stream()).toList();
        this.vary = String.join(", ", varying);
    }

    /** Makes an answer that is not committed yet the visitor's own. */
    void makePrivate(HttpServletResponse response) {
        if (policy == CachePolicy.APPLICATION) {
            return;
        }
        Collection<String> names = response.getHeaderNames();
        if (isPlain(names)) {
            response.setHeader(CACHE_CONTROL, PRIVATE);
            response.setHeader(VARY, vary);
            return;
        }
        if (isMadePrivate(names, response)) {
            return;
        }
        if (invitesSharing(response) && isSaid.compareAndSet(false, true)) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "peruser.answer-not-shared: an answer that depends on a visitor's session said that shared caches may keep it: it, and all"
                            + " such answers from now on, are sent with Cache-Control: private. Don't use the session in answers that are"
                            + " the same for everybody, or send Cache-Control: private yourself where you use it.");
        }
        Collection<String> lines = response.getHeaders(CACHE_CONTROL);
        String mended = new CacheDirectives(lines).madePrivate();
        if (!List.of(mended).equals(List.copyOf(lines))) {
            response.setHeader(CACHE_CONTROL, mended);
        }
        targeted(response).forEach(name -> remove(name, response));
        vary(response);
    }

    /** Whether no header says anything to caches, as is usual. */
    private static boolean isPlain(Collection<String> names) {
        for (String name : names) {
            if (name.equalsIgnoreCase(CACHE_CONTROL)
                    || name.equalsIgnoreCase(VARY)
                    || name.equalsIgnoreCase(EXPIRES)
                    || isForOneKindOfCache(name)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the headers are as this class sets them where there were none: it looks again before each commit. */
    private boolean isMadePrivate(Collection<String> names, HttpServletResponse response) {
        if (!PRIVATE.equals(response.getHeader(CACHE_CONTROL)) || !vary.equals(response.getHeader(VARY))) {
            return false;
        }
        for (String name : names) {
            if (isForOneKindOfCache(name)) {
                return false;
            }
        }
        return response.getHeaders(CACHE_CONTROL).size() == 1
                && response.getHeaders(VARY).size() == 1;
    }

    private static void remove(String name, HttpServletResponse response) {
        response.setHeader(name, null);
        if (response.containsHeader(name)) { // a container of before Servlet 6.1
            response.setHeader(name, name.toLowerCase(Locale.ROOT).equals(NGINX) ? "0" : "no-store");
        }
    }

    /** Once, and in one line, unless the application says that no two requests are the same. */
    private void vary(HttpServletResponse response) {
        Collection<String> lines = response.getHeaders(VARY);
        Map<String, String> names = new LinkedHashMap<>();
        for (String line : lines) {
            for (String name : line.split(",", -1)) {
                if (!name.isBlank()) {
                    names.putIfAbsent(name.strip().toLowerCase(Locale.ROOT), name.strip());
                }
            }
        }
        boolean isMissing = false;
        for (String name : names.containsKey(ANY) ? List.<String>of() : varying) {
            isMissing |= names.putIfAbsent(name.toLowerCase(Locale.ROOT), name) == null;
        }
        if (isMissing || lines.size() > 1) {
            response.setHeader(VARY, names.containsKey(ANY) ? ANY : String.join(", ", names.values()));
        }
    }

    /** Fields for one kind of cache: RFC 9213 names them so, and products did before. */
    private static List<String> targeted(HttpServletResponse response) {
        List<String> found = new ArrayList<>();
        for (String name : response.getHeaderNames()) {
            if (isForOneKindOfCache(name)) {
                found.add(name);
            }
        }
        return found;
    }

    static boolean isForOneKindOfCache(String name) {
        if (name.length() < SHORTEST_TARGETED) {
            return false;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith("-cache-control")
                || lower.endsWith("surrogate-control")
                || lower.endsWith("edge-control")
                || lower.equals(NGINX);
    }

    /** Whether an answer, as its headers are, says that others may get it. */
    private static boolean invitesSharing(HttpServletResponse response) {
        if (!targeted(response).isEmpty()) {
            return true;
        }
        CacheDirectives directives = new CacheDirectives(response.getHeaders(CACHE_CONTROL));
        boolean isExpiring = response.getHeaders(EXPIRES).stream().anyMatch(value -> !NEVER.contains(value.strip()));
        return !directives.arePrivate() && (directives.allowKeeping() || (isExpiring && !directives.askFirst()));
    }

    /**
     * Refuses to let the rest of an answer depend on a session if its headers, which are on their way, invite others.
     */
    void requireInTime(HttpServletResponse response) {
        if (policy == CachePolicy.PRIVATE && response.isCommitted() && invitesSharing(response)) {
            throw new IllegalStateException(
                    "the response is committed, and says that shared caches may keep it, so it can't depend on a visitor's session any"
                            + " more: use the session before the first byte, or send Cache-Control: private");
        }
    }

    /** Ends an answer, so that its headers stay as they are. */
    void close(HttpServletResponse response) throws IOException {
        boolean isUpgrade = response.getStatus() < HttpServletResponse.SC_OK;
        if (policy == CachePolicy.APPLICATION || response.isCommitted() || isUpgrade) {
            return;
        }
        try {
            response.getOutputStream().close();
        } catch (IllegalStateException e) {
            closeWriter(response); // the one that is in use
        }
    }

    private static void closeWriter(HttpServletResponse response) throws IOException {
        try {
            response.getWriter().close();
        } catch (UnsupportedEncodingException e) {
            response.setContentLength(0); // nobody was given a writer, so nothing was written
            response.flushBuffer();
        }
    }
}
