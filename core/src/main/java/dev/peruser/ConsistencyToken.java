package dev.peruser;

import dev.peruser.internal.values.Hashing;
import dev.peruser.internal.values.UrlSafeText;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which version of its session a browser has seen, for the browser to present again: a server that holds a copy of the
 * session then knows whether the copy is at least as new.
 *
 * <p>Names the session and its incarnation by a hash, so it tells nobody whose session it is. It is no secret and no
 * right either: whoever makes one up is at worst shown an older copy of what is the visitor's own anyway. Immutable.
 */
public final class ConsistencyToken {
    private static final int HASH_BYTES = 12;
    private static final int HASH_TEXT = 16;
    private static final int LONGEST_COUNTER = 13;

    private final String incarnation;
    private final long counter;

    private ConsistencyToken(String incarnation, long counter) {
        this.incarnation = incarnation;
        this.counter = counter;
    }

    /** Of what was found under a key, or of that nothing was. */
    public static ConsistencyToken of(SessionKey key, @Nullable StoredSession stored) {
        return stored == null ? new ConsistencyToken(hash(key, 0), 0) : of(key, stored.version());
    }

    private static ConsistencyToken of(SessionKey key, SessionVersion version) {
        return new ConsistencyToken(hash(key, version.incarnation()), version.counter());
    }

    private static String hash(SessionKey key, long incarnation) {
        byte[] hash = Hashing.sha256(Hashing.utf8(incarnation + " " + key.text()));
        return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, HASH_BYTES));
    }

    /** The consistency token that a text from outside is, or nothing. */
    public static Optional<ConsistencyToken> parse(@Nullable String text) {
        if (text == null || !isText(text)) {
            return Optional.empty();
        }
        try {
            long counter = Long.parseLong(text.substring(HASH_TEXT + 1), Character.MAX_RADIX);
            ConsistencyToken consistencyToken = new ConsistencyToken(text.substring(0, HASH_TEXT), counter);
            return consistencyToken.text().equals(text) ? Optional.of(consistencyToken) : Optional.empty();
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    private static boolean isText(String text) {
        return text.length() > HASH_TEXT + 1
                && text.length() <= HASH_TEXT + 1 + LONGEST_COUNTER
                && text.charAt(HASH_TEXT) == '.'
                && UrlSafeText.isBase64(text, 0, HASH_TEXT)
                && UrlSafeText.isBase36(text, HASH_TEXT + 1);
    }

    /** The text to be presented again. */
    public String text() {
        return incarnation + "." + Long.toString(counter, Character.MAX_RADIX);
    }

    /**
     * Eight hexadecimal digits of its own, for naming cookies: of two responses that arrive in the wrong order, the
     * older must not overwrite what the newer told.
     */
    public String shortName() {
        return Hashing.hex(Hashing.sha256(Hashing.utf8(text()))).substring(0, 8);
    }

    /** Whether both are of one incarnation of one session, and this one is not newer. */
    public boolean isSeenBy(ConsistencyToken other) {
        return incarnation.equals(other.incarnation) && counter <= other.counter;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConsistencyToken that
                && incarnation.equals(that.incarnation)
                && counter == that.counter;
    }

    @Override
    public int hashCode() {
        return incarnation.hashCode() * 31 + Long.hashCode(counter);
    }

    /** Says what it is, not whose. */
    @Override
    public String toString() {
        return "ConsistencyToken";
    }
}
