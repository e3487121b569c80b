package dev.peruser.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.peruser.SessionDataException;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session as the fields of a hash:
 *
 * <ul>
 *   <li>{@code v}: {@code 1:}, the format; the incarnation in 16 hexadecimal digits; {@code :} and the counter;
 *   <li>{@code e}: the expiry in milliseconds since 1970, decimal;
 *   <li>{@code h}: the header;
 *   <li>{@code o}: the attributes' names in their order, each with a byte 255 after it, which UTF-8 never has: a hash
 *       keeps no order, and would not show that a field is gone;
 *   <li>{@code a} and the name of an attribute, in UTF-8: its value.
 * </ul>
 */
final class SessionHash {
    private static final byte[] VERSION = ascii("v");
    private static final byte[] EXPIRY = ascii("e");
    private static final byte[] HEADER = ascii("h");
    private static final byte[] ORDER = ascii("o");
    private static final byte ATTRIBUTE = 'a';
    private static final byte END_OF_NAME = (byte) 255;
    private static final String FORMAT = "1";
    private static final int HEXADECIMAL = 16;

    private SessionHash() {}

    static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    static byte[] version(SessionVersion version) {
        return ascii(FORMAT + ":" + HexFormat.of().toHexDigits(version.incarnation()) + ":" + version.counter());
    }

    /** The arguments of {@link Script#SAVE}. */
    static byte[][] changes(SessionChange change, Instant dropAt) {
        StoredSession next = change.next();
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(change.expected().map(SessionHash::version).orElse(new byte[0]));
        boolean isExpiryNew = change.changesExpiry();
        arguments.add(isExpiryNew ? ascii(Long.toString(dropAt.toEpochMilli())) : new byte[0]);
        Collection<String> removed = change.removedAttributes();
        arguments.add(ascii(Integer.toString(removed.size())));
        removed.forEach(name -> arguments.add(field(name)));
        add(arguments, VERSION, version(next.version()));
        if (isExpiryNew) {
            add(arguments, EXPIRY, ascii(Long.toString(next.expiresAt().toEpochMilli())));
        }
        add(arguments, HEADER, next.header());
        if (change.changesNames()) {
            add(arguments, ORDER, order(next.attributes().keySet()));
        }
        change.changedAttributes()
                .forEach(name -> add(arguments, field(name), next.attributes().get(name)));
        return arguments.toArray(byte[][]::new);
    }

    private static void add(List<byte[]> arguments, byte[] field, byte @Nullable [] value) {
        arguments.add(field);
        arguments.add(value == null ? new byte[0] : value);
    }

    private static byte[] field(String name) {
        return utf8("a" + name);
    }

    private static byte[] order(Collection<String> names) {
        ByteArrayOutputStream order = new ByteArrayOutputStream();
        for (String name : names) {
            order.writeBytes(utf8(name));
            order.write(END_OF_NAME);
        }
        return order.toByteArray();
    }

    private static boolean hasSurrogate(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.isSurrogate(name.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Half a surrogate pair would become a question mark, and two names one: refused. */
    private static byte[] utf8(String name) {
        if (!hasSurrogate(name)) {
            return name.getBytes(UTF_8);
        }
        try {
            ByteBuffer encoded = UTF_8.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(name));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException malformed) {
            throw new SessionDataException("an attribute's name is not Unicode text: it has half a surrogate pair");
        }
    }

    /**
     * Reads the fields of a hash that is there.
     *
     * @throws UnreadableException if they are none of a session, or not whole, or of a later format
     */
    static StoredSession read(HashFields hash) throws UnreadableException {
        byte @Nullable [] version = null;
        byte @Nullable [] expiry = null;
        byte @Nullable [] header = null;
        byte @Nullable [] order = null;
        int others = 0;
        for (int i = 0; i < hash.size(); i++) {
            byte[] name = hash.name(i);
            byte[] value = hash.value(i);
            if (Arrays.equals(name, VERSION)) {
                version = value;
            } else if (Arrays.equals(name, EXPIRY)) {
                expiry = value;
            } else if (Arrays.equals(name, HEADER)) {
                header = value;
            } else if (Arrays.equals(name, ORDER)) {
                order = value;
            } else {
                others++;
            }
        }
        if (version == null) {
            throw new UnreadableException("it has no version, so it is a hash of another application");
        }
        SessionVersion parsed = version(new String(version, US_ASCII));
        if (expiry == null || header == null || order == null) {
            throw new UnreadableException("it is damaged: fields are missing");
        }
        Map<String, byte[]> attributes = inOrder(order, others);
        int found = 0;
        for (int i = 0; i < hash.size(); i++) {
            byte[] name = hash.name(i);
            if (name.length > 0 && name[0] == ATTRIBUTE) {
                boolean isNamed =
                        attributes.replace(new String(name, 1, name.length - 1, UTF_8), hash.value(i)) != null;
                found += isNamed ? 1 : 0;
            }
        }
        if (found < attributes.size()) {
            throw new UnreadableException("it is damaged: an attribute is missing");
        }
        if (found < others) {
            throw surplus();
        }
        return StoredSession.takingOver(parsed, Instant.ofEpochMilli(number(expiry)), header, attributes);
    }

    /** The attributes' names, still without their values. */
    private static Map<String, byte[]> inOrder(byte[] order, int count) throws UnreadableException {
        Map<String, byte[]> names = new LinkedHashMap<>(2 * count);
        int begin = 0;
        for (int i = 0; i < order.length; i++) {
            if (order[i] == END_OF_NAME) {
                names.put(new String(order, begin, i - begin, UTF_8), order);
                begin = i + 1;
            }
        }
        if (begin != order.length) {
            throw surplus();
        }
        return names;
    }

    private static UnreadableException surplus() {
        return new UnreadableException("it is damaged: it has fields that it should not have");
    }

    /** {@code 1:} and 16 digits and {@code :} and the counter. */
    private static SessionVersion version(String text) throws UnreadableException {
        int colon = text.indexOf(':');
        int second = text.indexOf(':', colon + 1);
        if (colon == 1 && text.charAt(0) == FORMAT.charAt(0) && second > colon && text.indexOf(':', second + 1) < 0) {
            try {
                return new SessionVersion(
                        Long.parseUnsignedLong(text, colon + 1, second, HEXADECIMAL),
                        Long.parseLong(text, second + 1, text.length(), 10));
            } catch (IllegalArgumentException noVersion) {
                throw noVersion();
            }
        }
        String[] parts = text.split(":", -1);
        if (parts.length > 1 && !parts[0].equals(FORMAT) && parts[0].matches("[0-9]{1,9}")) {
            throw new UnreadableException("it has the format " + parts[0] + ", and this version reads " + FORMAT);
        }
        throw noVersion();
    }

    private static UnreadableException noVersion() {
        return new UnreadableException("its version is none, so it is damaged, or a hash of another application");
    }

    private static long number(byte[] text) throws UnreadableException {
        try {
            return Long.parseLong(new String(text, US_ASCII));
        } catch (NumberFormatException damaged) {
            throw new UnreadableException("it is damaged: the expiry is no number");
        }
    }

    /** What is stored isn't a session that this version can read. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1;

        UnreadableException(String reason) {
            super(reason);
        }
    }
}
