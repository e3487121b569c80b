package dev.peruser.internal.codec;

import dev.peruser.SessionDataException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attribute as it is stored: its JSON, and when it expires if it has an expiry of its own. The stored form is a
 * byte for its format (0: without, 1: with an expiry), with an expiry two times in milliseconds (when it expires, when
 * that was set), then the JSON. Immutable; the stored bytes are neither copied nor changed.
 */
public final class StoredAttribute {
    private static final byte WITHOUT_EXPIRY = 0;
    private static final byte WITH_EXPIRY = 1;
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

    /** Of a value's JSON, which is copied. */
    public static StoredAttribute of(byte[] json, @Nullable Expiry expiry) {
        int offset = expiry == null ? 1 : EXPIRY_BYTES;
        byte[] bytes = new byte[offset + json.length];
        if (expiry == null) {
            bytes[0] = WITHOUT_EXPIRY;
        } else {
            ByteBuffer.wrap(bytes)
                    .put(WITH_EXPIRY)
                    .putLong(expiry.at.toEpochMilli())
                    .putLong(expiry.setAt.toEpochMilli());
        }
        System.arraycopy(json, 0, bytes, offset, json.length);
        return new StoredAttribute(bytes, offset, expiry);
    }

    public static StoredAttribute parse(String name, byte[] bytes) {
        if (bytes.length > 0 && bytes[0] == WITHOUT_EXPIRY) {
            return new StoredAttribute(bytes, 1, null);
        }
        if (bytes.length >= EXPIRY_BYTES && bytes[0] == WITH_EXPIRY) {
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
                && bytes[0] == WITH_EXPIRY
                && ByteBuffer.wrap(bytes).getLong(1) <= time.toEpochMilli();
    }

    /** A copy without the attributes whose expiry has passed. */
    public static Map<String, byte[]> unexpired(Map<String, byte[]> attributes, Instant time) {
        Map<String, byte[]> unexpired = new LinkedHashMap<>(attributes);
        unexpired.values().removeIf(bytes -> isExpired(bytes, time));
        return unexpired;
    }

    /** How many bytes attributes have as they are stored, their names included. */
    public static long bytes(Map<String, byte[]> attributes) {
        long bytes = 0;
        for (Map.Entry<String, byte[]> attribute : attributes.entrySet()) {
            bytes += attribute.getKey().length() + attribute.getValue().length;
        }
        return bytes;
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
