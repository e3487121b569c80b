package dev.peruser.servlet;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The header by which clients without cookies present guests' tokens, and are told of them: apps, {@code fetch} from
 * another origin, rendering on a server.
 *
 * <ol>
 *   <li>A response names what the client is to keep from then on, and what it is to forget: {@code PerUser-Guest:
 *       01c804f1=Xcdo…, 99e2e9ab=}. The client keeps a map of these names, and sends all that it has. One that never
 *       sends two requests at a time may as well send the last header that it got, as it is.
 *   <li>Who has nothing yet sends {@code new}; then the answer comes by the header, too.
 *   <li>A request with the header presents what that says and nothing else: its cookies are neither read nor changed.
 *   <li>No browser adds it by itself, and a script of another origin can send it only if the application lets it
 *       (CORS). So a request with it is no other site's doing, and may make a guest's session wherever it comes from.
 * </ol>
 *
 * <p>Whatever it holds, it can only ever become a guest's token or a consistency token. Anything malformed counts as
 * not there, and so does a header of more than 16,384 characters. Immutable.
 */
public final class GuestHeader {
    /** What the header is called by default. */
    public static final String STANDARD_NAME = "PerUser-Guest";

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,59}");

    private final String name;
    private final boolean isAlone;

    private GuestHeader(String name, boolean isAlone) {
        this.name = name;
        this.isAlone = isAlone;
    }

    /** The header {@value #STANDARD_NAME}, beside cookies. */
    public static GuestHeader standard() {
        return named(STANDARD_NAME);
    }

    /**
     * A header of another name, beside cookies: a request without it goes by its cookies.
     *
     * @param name a letter, and up to 59 letters, digits and hyphens
     * @throws IllegalArgumentException if it is none
     */
    public static GuestHeader named(String name) {
        if (!NAME.matcher(Objects.requireNonNull(name, "name")).matches()) {
            throw new IllegalArgumentException(
                    "peruser.guest.header must be a letter and up to 59 letters, digits and hyphens, was '" + name
                            + "'");
        }
        return new GuestHeader(name, false);
    }

    /** The same header, instead of cookies: none is read or set. */
    public GuestHeader withoutCookies() {
        return new GuestHeader(name, true);
    }

    /** What it is called. */
    public String name() {
        return name;
    }

    boolean isAlone() {
        return isAlone;
    }
}
