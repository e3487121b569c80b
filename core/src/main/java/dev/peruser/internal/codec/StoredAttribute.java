package dev.peruser.internal.codec;

import dev.peruser.SessionDataException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One attribute as it is stored: its JSON, when it expires if it has an expiry of its own, and whether whoever wrote it
 * knew a declaration for it. The stored form is a byte of flags (1: with an expiry, 2: declared), with an expiry two
 * times in milliseconds (when it expires, when that was set), then the JSON. Immutable; the stored bytes are neither
 * copied nor changed.
 */
public final class StoredAttribute {
    private static final int WITH_EXPIRY = 1;
    private static final int DECLARED = 2;
    private static final int ALL_FLAGS = WITH_EXPIRY | DECLARED;
    private static final int EXPIRY_BYTES = 1 + 2 * Long.BYTES;

    private final byte[] bytes;
    private final int offset;
    private final @Nullable Expiry expiry;

    /** When the attribute expires, and when that was decided: of two, the one set later holds. */
    public record Expiry(Instant at, Instant setAt) {
        public static @Nullable Expiry later(@Nullable Expiry one, @Nullable Expiry other) {
            return one == null ? other : other == null || one.setAt.isAfter(other.setAt) ? one : other;
        }
    }

    private StoredAttribute(byte[] bytes, int offset, @Nullable Expiry expiry) {
        this.bytes = bytes;
        this.offset = offset;
        this.expiry = expiry;
    }

    /** Of an undeclared value's JSON, which is copied. */
    public static StoredAttribute of(byte[] json, @Nullable Expiry expiry) {
        return of(json, expiry, false);
    }

    /** Of a value's JSON, which is copied. */
    public static StoredAttribute of(byte[] json, @Nullable Expiry expiry, boolean isDeclared) {
        int offset = expiry == null ? 1 : EXPIRY_BYTES;
        byte[] bytes = new byte[offset + json.length];
        bytes[0] = (byte) ((expiry == null ? 0 : WITH_EXPIRY) | (isDeclared ? DECLARED : 0));
        if (expiry != null) {
            ByteBuffer.wrap(bytes, 1, 2 * Long.BYTES)
                    .putLong(expiry.at.toEpochMilli())
                    .putLong(expiry.setAt.toEpochMilli());
        }
        System.arraycopy(json, 0, bytes, offset, json.length);
        return new StoredAttribute(bytes, offset, expiry);
    }

    public static StoredAttribute parse(String name, byte[] bytes) {
        boolean isKnown = bytes.length > 0 && (bytes[0] & ~ALL_FLAGS) == 0;
        if (isKnown && (bytes[0] & WITH_EXPIRY) == 0) {
            return new StoredAttribute(bytes, 1, null);
        }
        if (isKnown && bytes.length >= EXPIRY_BYTES) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, 2 * Long.BYTES);
            Expiry expiry = new Expiry(Instant.ofEpochMilli(buffer.getLong()), Instant.ofEpochMilli(buffer.getLong()));
            return new StoredAttribute(bytes, EXPIRY_BYTES, expiry);
        }
        throw new SessionDataException(
                "attribute '" + name
                        + "': its stored form is damaged or was written by a newer version; it is kept until another value is put");
    }

    /** As {@link #parse}, but null instead of an exception if the value is being overwritten anyway. */
    public static @Nullable StoredAttribute parseUnlessPut(String name, byte[] bytes, boolean put) {
        try {
            return parse(name, bytes);
        } catch (SessionDataException e) {
            if (put) {
                return null;
            }
            throw e;
        }
    }

    /** Whether stored bytes have an expiry that has passed, without a look at the value. */
    public static boolean isExpired(byte[] bytes, Instant time) {
        return bytes.length >= EXPIRY_BYTES
                && (bytes[0] & ~DECLARED) == WITH_EXPIRY
                && ByteBuffer.wrap(bytes).getLong(1) <= time.toEpochMilli();
    }

    /** A copy without the attributes whose expiry has passed. */
    public static Map<String, byte[]> unexpired(Map<String, byte[]> attributes, Instant time) {
        Map<String, byte[]> unexpired = new LinkedHashMap<>(attributes);
        unexpired.values().removeIf(bytes -> isExpired(bytes, time));
        return unexpired;
    }

    /** An attribute gets a value, or goes if there is none. */
    public static void putOrRemove(Map<String, byte[]> attributes, String name, byte @Nullable [] value) {
        if (value == null) {
            attributes.remove(name);
        } else {
            attributes.put(name, value);
        }
    }

    /** How many bytes attributes have as they are stored, their names included. */
    public static long bytes(Map<String, byte[]> attributes) {
        long bytes = 0;
        for (Map.Entry<String, byte[]> attribute : attributes.entrySet()) {
            bytes += attribute.getKey().length() + attribute.getValue().length;
        }
        return bytes;
    }

    /** Whether stored bytes were written by somebody who knew a declaration, without a look at the value. */
    public static boolean isDeclared(byte @Nullable [] bytes) {
        return bytes != null && bytes.length > 0 && (bytes[0] & ~WITH_EXPIRY) == DECLARED;
    }

    /** Whether whoever wrote it knew a declaration for it. */
    public boolean isDeclared() {
        return isDeclared(bytes);
    }

    /** The same with another expiry, or none. */
    public StoredAttribute with(@Nullable Expiry other) {
        return Objects.equals(expiry, other) ? this : of(json(), other, isDeclared());
    }

    /** As it is stored; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the JSON begins in {@link #bytes()}; it goes on to the end. */
    int offset() {
        return offset;
    }

    /** How long the JSON is. */
    int length() {
        return bytes.length - offset;
    }

    /** A copy of the JSON. */
    public byte[] json() {
        return Arrays.copyOfRange(bytes, offset, bytes.length);
    }

    /** Whether the JSON is this one, byte for byte. */
    public boolean isJson(byte @Nullable [] json) {
        return json != null && Arrays.equals(bytes, offset, bytes.length, json, 0, json.length);
    }

    public @Nullable Expiry expiry() {
        return expiry;
    }

    public boolean isExpiredAt(Instant time) {
        return expiry != null && !expiry.at.isAfter(time);
    }
}
