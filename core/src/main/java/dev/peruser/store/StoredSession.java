package dev.peruser.store;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A session as a store keeps it: a version, an expiry, and bytes that the store doesn't look into. Immutable: the
 * arrays are neither copied nor changed, by nobody, once they are in here.
 */
public final class StoredSession {
    private final SessionVersion version;
    private final Instant expiresAt;
    private final byte[] header;
    private final Map<String, byte[]> attributes;

    /**
     * Creates a stored session.
     *
     * @param version its version
     * @param expiresAt after this time the session counts as absent and may be purged; kept to the millisecond
     * @param header the core's own bytes about the session
     * @param attributes the attributes' bytes by name; the map is copied, the arrays are not
     */
    public StoredSession(SessionVersion version, Instant expiresAt, byte[] header, Map<String, byte[]> attributes) {
        this(Collections.unmodifiableMap(new LinkedHashMap<>(attributes)), version, expiresAt, header);
    }

    private StoredSession(Map<String, byte[]> attributes, SessionVersion version, Instant expiresAt, byte[] header) {
        this.version = Objects.requireNonNull(version, "version");
        this.expiresAt = Instant.ofEpochMilli(expiresAt.toEpochMilli());
        this.header = Objects.requireNonNull(header, "header");
        this.attributes = attributes;
    }

    /**
     * As the constructor, but takes the map over instead of copying it: for one that nobody changes any more.
     *
     * @param attributes the attributes' bytes by name; must keep its order, and must not be changed from now on
     */
    public static StoredSession takingOver(
            SessionVersion version, Instant expiresAt, byte[] header, Map<String, byte[]> attributes) {
        return new StoredSession(Collections.unmodifiableMap(attributes), version, expiresAt, header);
    }

    /** The version. */
    public SessionVersion version() {
        return version;
    }

    /** When the session expires, to the millisecond. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** The core's bytes about the session; not to be changed. */
    @SuppressWarnings("EI_EXPOSE_REP")
    public byte[] header() {
        return header;
    }

    /** The attributes' bytes by name; neither map nor arrays are to be changed. */
    public Map<String, byte[]> attributes() {
        return attributes;
    }

    /** Whether the session has expired at the given time. */
    public boolean isExpiredAt(Instant time) {
        return !expiresAt.isAfter(time);
    }

    /** Equal if version, expiry and all bytes are equal. */
    @Override
    public boolean equals(Object other) {
        return other instanceof StoredSession that
                && version.equals(that.version)
                && expiresAt.equals(that.expiresAt)
                && Arrays.equals(header, that.header)
                && attributes.keySet().equals(that.attributes.keySet())
                && attributes.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(entry.getValue(), that.attributes.get(entry.getKey())));
    }

    @Override
    public int hashCode() {
        return Objects.hash(version, expiresAt, Arrays.hashCode(header), attributes.keySet());
    }

    /** Says what it is without any name or value. */
    @Override
    public String toString() {
        return "StoredSession[" + attributes.size() + " attributes, counter " + version.counter() + "]";
    }
}
