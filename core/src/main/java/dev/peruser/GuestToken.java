package dev.peruser;

import static java.util.Comparator.comparing;

import dev.peruser.internal.values.Hashing;
import dev.peruser.internal.values.UrlSafeText;
import dev.peruser.store.GuestKey;
import dev.peruser.store.UserKey;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a browser presents to have a guest's session: 256 random bits, in a cookie. The store knows only their hash.
 *
 * <p>A token may be bound to a user: its session was to be absorbed into the user's when that failed. From then on no
 * other visitor is shown it or gets it, and the user gets it with a later request. A bound token may cover others of
 * the browser by their short names: they are bound with it, and the browser need not be told of each. Immutable.
 */
public final class GuestToken {
    /** How many tokens of one request are looked at; the browsers' own limit for a site is not much higher. */
    public static final int MOST_LOOKED_AT = 128;

    private static final int BYTES = 32;
    private static final int BINDING_BYTES = 16;
    private static final int TOKEN_TEXT = 43;
    /** With a dot and 22 characters of a binding. */
    private static final int BOUND_TEXT = TOKEN_TEXT + 1 + 22;

    private static final int SHORT_NAME = 8;
    /** So that the text fits into a cookie. */
    private static final int MOST_COVERED = 400;

    private static final byte[] FOLLOWING = Hashing.utf8("peruser: the guest token of what is in another place");
    private static final byte[] DERIVATION = Hashing.utf8("peruser: one guest token for several");

    private final byte[] secret;
    private final byte @Nullable [] binding;
    private final List<String> covered;
    private final GuestKey key;

    private GuestToken(byte[] secret, byte @Nullable [] binding, List<String> covered) {
        this.secret = secret;
        this.binding = binding;
        this.covered = covered;
        this.key = new GuestKey("g:" + Hashing.hex(Hashing.sha256(secret)));
    }

    /**
     * A fresh token.
     *
     * @param random fills an array with bits that can't be guessed
     */
    public static GuestToken random(Consumer<byte[]> random) {
        byte[] secret = new byte[BYTES];
        random.accept(secret);
        return new GuestToken(secret, null, List.of());
    }

    /**
     * The token that follows from several: always the same, in whatever order they come, and known only to who has all
     * of them.
     */
    public static GuestToken derivedFrom(Collection<GuestToken> tokens) {
        byte[][] secrets = Stream.concat(
                        Stream.of(DERIVATION),
                        tokens.stream()
                                .sorted(comparing(token -> token.key.text()))
                                .map(token -> token.secret))
                .toArray(byte[][]::new);
        return new GuestToken(Hashing.sha256(secrets), null, List.of());
    }

    /**
     * The token of what a browser has in another place: always the same, and known only to who knows that place.
     *
     * @param place has at least as many bits that can't be guessed as the place's own key, whatever that is
     */
    public static GuestToken ofPlace(String place) {
        return new GuestToken(Hashing.sha256(FOLLOWING, Hashing.utf8(place)), null, List.of());
    }

    /**
     * The token that a text from outside is, or nothing. Whatever a text is, it can only ever become a guest's token.
     */
    public static Optional<GuestToken> parse(@Nullable String text) {
        if (text == null || (text.length() != TOKEN_TEXT && text.length() < BOUND_TEXT)) {
            return Optional.empty();
        }
        Base64.Decoder decoder = Base64.getUrlDecoder();
        try {
            byte[] secret = decoder.decode(text.substring(0, TOKEN_TEXT));
            boolean isBound = text.length() > TOKEN_TEXT;
            byte @Nullable [] binding = isBound ? decoder.decode(text.substring(TOKEN_TEXT + 1, BOUND_TEXT)) : null;
            List<String> covered = isBound ? parseCovered(text.substring(BOUND_TEXT)) : List.of();
            GuestToken token = new GuestToken(secret, binding, covered);
            // Not so if there are bits behind the last full byte, padding, or something else than a dot between.
            return token.text().equals(text) ? Optional.of(token) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not the characters of Base64
        }
    }

    private static List<String> parseCovered(String text) {
        List<String> names = new ArrayList<>();
        for (int start = 1; start < text.length(); start += SHORT_NAME) {
            String name = text.substring(start, Math.min(text.length(), start + SHORT_NAME));
            if (name.length() != SHORT_NAME || !UrlSafeText.isHex(name) || names.size() == MOST_COVERED) {
                throw new IllegalArgumentException("not a short name");
            }
            names.add(name);
        }
        return List.copyOf(names);
    }

    /** The text to be presented again. A secret: never log it. */
    public String text() {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String token = encoder.encodeToString(secret);
        if (binding == null) {
            return token;
        }
        String bound = token + "." + encoder.encodeToString(binding);
        return covered.isEmpty() ? bound : bound + "." + String.join("", covered);
    }

    /** Eight hexadecimal digits that tell a browser's tokens apart, for naming cookies. */
    public String shortName() {
        return shortNameOf(key);
    }

    /** What {@link #shortName()} is for the token with this key. */
    public static String shortNameOf(GuestKey key) {
        return key.text().substring("g:".length(), "g:".length() + SHORT_NAME);
    }

    /** Under which key the session is stored: a hash, which does not tell the token. */
    public GuestKey key() {
        return key;
    }

    /** Whether the session is bound to a user. */
    public boolean isBound() {
        return binding != null;
    }

    /** Whether a user may have the session: it is bound to nobody else. */
    public boolean isFor(UserKey user) {
        return binding == null || MessageDigest.isEqual(binding, bindingTo(user));
    }

    /** This token, bound to a user. */
    public GuestToken boundTo(UserKey user) {
        return boundTo(user, List.of());
    }

    /**
     * Bound to a user, and others with it.
     *
     * @param others short names of tokens of the same browser; those beyond the first 400 are not covered
     */
    public GuestToken boundTo(UserKey user, Collection<String> others) {
        return new GuestToken(
                secret, bindingTo(user), others.stream().limit(MOST_COVERED).toList());
    }

    /**
     * This token, bound as it is, and another with it.
     *
     * @param other a token of the same browser; not covered if 400 others are
     * @throws IllegalStateException if this token isn't bound
     */
    public GuestToken covering(GuestToken other) {
        if (binding == null) {
            throw new IllegalStateException("only a bound token covers others: call boundTo() first");
        }
        return new GuestToken(
                secret,
                binding,
                Stream.concat(covered.stream(), Stream.of(other.shortName()))
                        .distinct()
                        .limit(MOST_COVERED)
                        .toList());
    }

    /** Whether it is bound, and the other with it. */
    public boolean covers(GuestToken other) {
        return !covered.isEmpty() && covered.contains(other.shortName());
    }

    /** The short names of the tokens that are bound with it. */
    public List<String> covered() {
        return covered;
    }

    private byte[] bindingTo(UserKey user) {
        return Arrays.copyOf(Hashing.sha256(secret, Hashing.utf8(user.text())), BINDING_BYTES);
    }

    /** Equal if secret, binding and what is covered are. */
    @Override
    public boolean equals(Object other) {
        return other instanceof GuestToken that
                && MessageDigest.isEqual(secret, that.secret)
                && Arrays.equals(binding, that.binding)
                && covered.equals(that.covered);
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
