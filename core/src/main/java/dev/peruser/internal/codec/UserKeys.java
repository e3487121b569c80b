package dev.peruser.internal.codec;

import dev.peruser.UserId;
import dev.peruser.internal.values.Hashing;
import dev.peruser.store.UserKey;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Between user ids and keys.
 *
 * <p>{@code u:realm:name}, where each byte of the UTF-8 form that is not one of {@code a-z 0-9 . _ -} is written as
 * {@code %} and two hexadecimal digits. Capital letters are escaped too, so two ids have keys that differ under every
 * collation. A key that would get longer than 190 characters, or an id that has no UTF-8 form, is {@code h:} and the
 * SHA-256 hash of the id instead.
 */
public final class UserKeys {
    private static final int LONGEST = 190;

    private UserKeys() {}

    public static UserKey of(UserId user) {
        @Nullable String realm = escape(user.realm());
        @Nullable String name = escape(user.name());
        if (realm == null || name == null || realm.length() + 1 + name.length() > LONGEST) {
            return new UserKey("h:" + Hashing.hex(ownerHash(user)));
        }
        return new UserKey("u:" + realm + ":" + name);
    }

    /** The hash of the full id, of a form that no two ids share. */
    public static byte[] ownerHash(UserId user) {
        return Hashing.sha256(utf16(user.realm()), new byte[] {0, 0, 0, 0, 1}, utf16(user.name()));
    }

    /** The id that a key was made of, unless it is hashed. */
    public static Optional<UserId> decode(UserKey key) {
        int colon = key.text().lastIndexOf(':');
        return key.text().startsWith("u:")
                ? Optional.of(new UserId(
                        unescape(key.text().substring("u:".length(), colon)),
                        unescape(key.text().substring(colon + 1))))
                : Optional.empty();
    }

    /**
     * With the length before it, so that no realm and name share a hash with another pair; every text has this form,
     * also a broken one.
     */
    private static byte[] utf16(String text) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Integer.BYTES + 2 * text.length()).putInt(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes.putChar(text.charAt(i));
        }
        return bytes.array();
    }

    private static boolean isPlain(int unit) {
        return (unit >= 'a' && unit <= 'z')
                || (unit >= '0' && unit <= '9')
                || unit == '.'
                || unit == '_'
                || unit == '-';
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String escape(String text) {
        if (isPlain(text)) {
            return text;
        }
        ByteBuffer utf8;
        try {
            utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            return null; // half a surrogate pair
        }
        StringBuilder escaped = new StringBuilder();
        while (utf8.hasRemaining()) {
            byte unit = utf8.get();
            if (isPlain(unit)) {
                escaped.append((char) unit);
            } else {
                escaped.append('%').append(HexFormat.of().toHexDigits(unit));
            }
        }
        return escaped.toString();
    }

    private static String unescape(String escaped) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) == '%') {
                bytes.write(HexFormat.fromHexDigits(escaped, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(escaped.charAt(i));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
