package dev.peruser.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** What runs inside Redis in one atomic step. The server keeps a script by its hash until it forgets it. */
enum Script {
    /** Compare-and-set. */
    SAVE,
    /** Compare-and-delete. */
    DELETE,
    /** Tries all rights. */
    CHECK,
    /** A write that changes nothing, for WAIT. */
    CONFIRM,
    /** How long it is until a known moment. */
    TIME;

    private final String source;
    private final String hash;

    Script() {
        byte[] text = read(name().toLowerCase(Locale.ROOT) + ".lua");
        source = new String(text, UTF_8);
        try {
            hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static byte[] read(String file) {
        try (InputStream stream = Script.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("the jar has no " + file);
            }
            return stream.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    String source() {
        return source;
    }

    String hash() {
        return hash;
    }
}
