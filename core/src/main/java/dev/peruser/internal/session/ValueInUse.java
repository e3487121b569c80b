package dev.peruser.internal.session;

import dev.peruser.Attribute;
import dev.peruser.SessionDataException;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.merge.Patch;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value of a {@link WorkingCopy} that is in use: as it is now, and how it differs from what is stored.
 *
 * <p>It is changed if it encodes to other bytes than those stored, and also to others than the stored ones do after
 * decoding (an unordered set may be written in another order, and a class may know fewer fields than are stored).
 */
final class ValueInUse {
    private final String name;
    private final @Nullable Attribute<?> declared;
    private final JsonCodec codec;

    private @Nullable Object live;
    private boolean isPresent;
    private boolean isPut;
    /** What it consisted of when it was read or saved, if that can be told: if it still does, it is unchanged. */
    private @Nullable Footprint footprint;
    /** The stored form, and what the value is written as that was read from it, if that is known already. */
    private byte @Nullable [] readFrom;

    private byte @Nullable [] asRead;
    /** What the value is if it is not stored: it becomes a change when it differs. */
    private @Nullable Supplier<?> fallback;

    private ValueInUse(String name, @Nullable Attribute<?> declared, JsonCodec codec) {
        this.name = name;
        this.declared = declared;
        this.codec = codec;
    }

    /** A value that is not there. */
    static ValueInUse absent(String name, @Nullable Attribute<?> declared, JsonCodec codec) {
        return new ValueInUse(name, declared, codec);
    }

    /** A value as it was read. */
    static ValueInUse read(String name, @Nullable Attribute<?> declared, JsonCodec codec, @Nullable Object live) {
        ValueInUse value = new ValueInUse(name, declared, codec);
        value.live = live;
        value.isPresent = true;
        value.footprint = Footprint.of(live);
        return value;
    }

    /** What was put without a declared type is the application's to change, and may hold other numbers since. */
    @Nullable Object live() {
        if (isPut) {
            makeAsRead();
        }
        return live;
    }

    private void makeAsRead() {
        if (declared == null && isPresent) {
            live = codec.asRead(name, live);
        }
    }

    /** What it is read and written as; null if it is JSON-like. */
    @Nullable Attribute<?> type() {
        return declared;
    }

    /** What somebody has put or read, and may change in place. */
    @Nullable Object held() {
        return isPresent && fallback == null ? live : null;
    }

    /** Whether there is a value, or a default in its place. */
    boolean isThere() {
        return isPresent || fallback != null;
    }

    /** A default or a container made for reading counts as a value once it differs from what it was made as. */
    boolean isPresent() {
        @Nullable Supplier<?> made = fallback;
        return made == null ? isPresent : differsFrom(made);
    }

    private boolean differsFrom(Supplier<?> made) {
        byte[] changed = encode(live);
        byte[] unchanged = encode(made.get());
        return !Arrays.equals(changed, unchanged)
                && !codec.isSame(declared, live, changed, unchanged, null, JsonCodec.Certainty.NOW);
    }

    // ---- changing

    void put(@Nullable Object object) {
        live = object;
        isPresent = true;
        isPut = true;
        fallback = null;
    }

    /** As {@link #put}, but an equal value is no change at all. */
    void replace(@Nullable Object object) {
        live = object;
    }

    void remove() {
        live = null;
        isPresent = false;
        isPut = false;
        fallback = null;
    }

    /** Becomes a value once it differs from what it is made as. */
    void makeDefault(Object made, Supplier<?> again) {
        live = made;
        fallback = again;
    }

    /** Keeps what it is written as before it is changed. */
    void expectChange(byte @Nullable [] bytes) {
        if (!isPresent) {
            return;
        }
        try {
            asRead = encode(live);
            readFrom = bytes;
        } catch (SessionDataException e) {
            // It can be read and not written; what is found out afterwards is what counts.
        }
    }

    /** What was changed is now stored. */
    void settle() {
        isPresent = isPresent || fallback != null;
        fallback = null;
        isPut = false;
        readFrom = null;
        asRead = null;
        // Another thread may have changed it since it was encoded, unless that can't be.
        footprint = Immutables.isImmutable(live) ? Footprint.of(live) : null;
    }

    // ---- finding changes

    /** Whether it is the stored one for sure, without a look at its JSON. */
    private boolean isUntouched() {
        return isPresent && !isPut && fallback == null && footprint != null && footprint.isThatOf(live);
    }

    /** How it differs from what is stored, if it does. */
    Optional<Patch> patch(byte @Nullable [] bytes, Instant now) {
        if (isUntouched()) {
            return Optional.empty();
        }
        makeAsRead();
        @Nullable StoredAttribute before =
                bytes == null ? null : StoredAttribute.parseUnlessPut(name, bytes, isPut || !isPresent);
        boolean isStored = bytes != null && (before == null || !before.isExpiredAt(now));
        if (fallback != null) {
            byte[] changed = encode(live);
            byte[] made = encode(fallback.get());
            return Arrays.equals(changed, made)
                            || codec.isSame(declared, live, changed, made, null, JsonCodec.Certainty.NOW)
                    ? Optional.empty()
                    : Optional.of(new Patch(name, made, changed, Patch.WhenAbsent.DEFAULT));
        }
        if (!isPresent) {
            return isStored
                    ? Optional.of(
                            new Patch(name, before == null ? null : before.json(), null, Patch.WhenAbsent.REMOVED))
                    : Optional.empty();
        }
        if (!isStored || before == null) {
            return Optional.of(new Patch(name, null, encode(live), Patch.WhenAbsent.REMOVED));
        }
        return patch(before, bytes);
    }

    private Optional<Patch> patch(StoredAttribute before, byte @Nullable [] bytes) {
        boolean restartsExpiry = isPut && declared != null && declared.expiry().isPresent();
        byte @Nullable [] changed = isPut ? encode(live) : codec.encodeIfChanged(name, declared, live, before);
        if (changed == null || before.isJson(changed)) {
            if (!restartsExpiry) {
                return Optional.empty();
            }
            byte[] json = before.json();
            return Optional.of(new Patch(name, json, json, Patch.WhenAbsent.REMOVED).on(before.expiry()));
        }
        byte[] read = asRead != null && readFrom == bytes ? asRead : asRead(codec, name, declared, before);
        if (!restartsExpiry
                && (Arrays.equals(changed, read)
                        || codec.isSame(declared, live, changed, read, before, JsonCodec.Certainty.NOW_AND_THEN))) {
            return Optional.empty();
        }
        return Optional.of(new Patch(name, read, changed, Patch.WhenAbsent.REMOVED).on(before.expiry()));
    }

    /** Refuses what was put or changed if it would not be read back as it is, even if its JSON is what is stored. */
    void requireReadBack(Optional<Patch> patch) {
        boolean isToBeStored = patch.map(change -> change.after() != null).orElse(isPut);
        if (declared != null && isToBeStored) {
            codec.requireReadBack(declared, live);
        }
    }

    boolean isChanged(byte @Nullable [] bytes, Instant now) {
        try {
            return patch(bytes, now).isPresent();
        } catch (SessionDataException e) {
            return true;
        }
    }

    /** How to see, after the request, whether somebody has changed it in place. Empty if that can't be. */
    Optional<LateChangeWatch.Watched> watched(byte @Nullable [] bytes) {
        @Nullable Object object = live;
        return object == null || Immutables.isImmutable(object)
                ? Optional.empty()
                : look(bytes).map(look -> new LateChangeWatch.Watched(object, look));
    }

    /** Holds the stored form at most, never the value. */
    private Optional<LateChangeWatch.Look> look(byte @Nullable [] bytes) {
        String attribute = name;
        @Nullable Attribute<?> type = declared;
        JsonCodec encoder = codec;
        if (fallback != null) {
            byte[] asMade = encode(live);
            return Optional.of(object -> {
                byte[] now = encoder.encode(attribute, type, object);
                return !Arrays.equals(asMade, now)
                        && !encoder.isSame(type, object, now, asMade, null, JsonCodec.Certainty.NOW);
            });
        }
        return bytes == null
                ? Optional.empty()
                : Optional.of(object -> {
                    StoredAttribute before = StoredAttribute.parse(attribute, bytes);
                    byte[] now = encoder.encode(attribute, type, object);
                    if (before.isJson(now)) {
                        return false;
                    }
                    byte[] read = asRead(encoder, attribute, type, before);
                    return !Arrays.equals(now, read)
                            && !encoder.isSame(type, object, now, read, before, JsonCodec.Certainty.NOW);
                });
    }

    private byte[] encode(@Nullable Object value) {
        return codec.encode(name, declared, value);
    }

    /** The stored value as this version of its class writes it; as it stands if it can't be read, or not written. */
    private static byte[] asRead(
            JsonCodec codec, String name, @Nullable Attribute<?> declared, StoredAttribute before) {
        try {
            return codec.encode(name, declared, codec.decode(name, declared, before));
        } catch (SessionDataException e) {
            return before.json();
        }
    }
}
