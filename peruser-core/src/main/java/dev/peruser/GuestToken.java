package dev.peruser;

import dev.peruser.store.GuestKey;
import dev.peruser.store.UserKey;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a browser presents to have a guest's session: 256 random bits, in a cookie. The store knows only their hash.
 *
 * <p>A token may be bound to a user: its session was to be absorbed into the user's when that failed. From then on no
 * other visitor is shown it or gets it, and the user gets it with a later request.
 */
public final class GuestToken {
    /** How many tokens of one request are looked at. */
    static final int MOST_ACCEPTED = 4;

    private static final int BYTES = 32;
    private static final int BINDING_BYTES = 16;
    private static final int TOKEN_TEXT = 43;
    /** With a dot and 22 characters of a binding. */
    private static final int BOUND_TEXT = TOKEN_TEXT + 1 + 22;

    private final byte[] secret;
    private final byte @Nullable [] binding;
    private final GuestKey key;

    private GuestToken(byte[] secret, byte @Nullable [] binding) {
        this.secret = secret;
        this.binding = binding;
        this.key = new GuestKey("g:" + Hashing.hex(Hashing.sha256(secret)));
    }

    static GuestToken random(Chance chance) {
        byte[] secret = new byte[BYTES];
        chance.fill(secret);
        return new GuestToken(secret, null);
    }

    /**
     * The first four free tokens and the first four bound ones: those of failed sign-ins must not push out a guest's
     * own.
     */
    static List<GuestToken> accepted(Collection<GuestToken> presented) {
        if (presented.isEmpty()) {
            return List.of();
        }
        if (presented.size() == 1) {
            return List.copyOf(presented);
        }
        return Stream.of(false, true)
                .flatMap(isBound -> presented.stream()
                        .filter(token -> token.isBound() == isBound)
                        .limit(MOST_ACCEPTED))
                .toList();
    }

    /**
     * The token that a text from outside is, or nothing. Whatever a text is, it can only ever become a guest's token.
     */
    public static Optional<GuestToken> parse(@Nullable String text) {
        if (text == null || (text.length() != TOKEN_TEXT && text.length() != BOUND_TEXT)) {
            return Optional.empty();
        }
        Base64.Decoder decoder = Base64.getUrlDecoder();
        try {
            byte[] secret = decoder.decode(text.substring(0, TOKEN_TEXT));
            byte @Nullable [] binding =
                    text.length() > TOKEN_TEXT ? decoder.decode(text.substring(TOKEN_TEXT + 1)) : null;
            GuestToken token = new GuestToken(secret, binding);
            // Not so if there are bits behind the last full byte, padding, or something else than a dot between.
            return token.text().equals(text) ? Optional.of(token) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not the characters of Base64
        }
    }

    /** The text to be presented again. A secret: never log it. */
    public String text() {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String token = encoder.encodeToString(secret);
        return binding == null ? token : token + "." + encoder.encodeToString(binding);
    }

    /** Eight hexadecimal digits that tell a browser's tokens apart, for naming cookies. */
    public String shortName() {
        return key.text().substring("g:".length(), "g:".length() + 8);
    }

    GuestKey key() {
        return key;
    }

    boolean isBound() {
        return binding != null;
    }

    /** Whether a user may have the session: it is bound to nobody else. */
    boolean isFor(UserKey user) {
        return binding == null || MessageDigest.isEqual(binding, bindingTo(user));
    }

    GuestToken boundTo(UserKey user) {
        return new GuestToken(secret, bindingTo(user));
    }

    private byte[] bindingTo(UserKey user) {
        return Arrays.copyOf(Hashing.sha256(secret, Hashing.utf8(user.text())), BINDING_BYTES);
    }

    /** Equal if secret and binding are. */
    @Override
    public boolean equals(Object other) {
        return other instanceof GuestToken that
                && MessageDigest.isEqual(secret, that.secret)
                && Arrays.equals(binding, that.binding);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    /** Says what it is without the secret. */
    @Override
    public String toString() {
        return "GuestToken";
    }
}
