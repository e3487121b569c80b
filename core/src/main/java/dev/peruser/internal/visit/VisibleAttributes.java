package dev.peruser.internal.visit;

import dev.peruser.Attribute;
import dev.peruser.GuestRecord;
import dev.peruser.SessionDataException;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.storage.Log;
import dev.peruser.internal.values.Hashing;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The declared attributes in a guest's own place, under their names, where other code sees and sets them. */
final class VisibleAttributes {
    private final GuestRecord record;
    private final EngineContext engine;

    VisibleAttributes(GuestRecord record, EngineContext engine) {
        this.record = record;
        this.engine = engine;
    }

    /** The declared attributes that are there, as JSON. What has no JSON form of its type is left alone. */
    Map<String, byte[]> read() {
        Map<String, byte[]> visible = new LinkedHashMap<>();
        for (Attribute<?> declared : engine.registry().all()) {
            Object value = record.get(declared.name());
            byte @Nullable [] json = value == null ? null : json(declared, value);
            if (json != null) {
                visible.put(declared.name(), json);
            }
        }
        return visible;
    }

    private byte @Nullable [] json(Attribute<?> declared, Object value) {
        String name = declared.name();
        try {
            return engine.codec().encode(name, declared, value);
        } catch (RuntimeException e) {
            return plainJson(declared, value);
        }
    }

    /** A value of another class, a map for example, may have the form of the declared type all the same. */
    private byte @Nullable [] plainJson(Attribute<?> declared, Object value) {
        try {
            byte[] json = engine.codec().encode(declared.name(), null, value);
            if (engine.codec().fits(declared, json)) {
                return json;
            }
        } catch (RuntimeException e) {
            Log.debug("an attribute in the guest's own place has no JSON form", e);
        }
        Log.error("peruser.unreadable-in-place: attribute '" + declared.name()
                + "' in the guest's own place (the HttpSession) is not of its declared type and can't be converted;"
                + " it is left there, and not carried");
        return null;
    }

    /** What {@link #read} gave, in numbers. */
    static Map<String, Long> contents(Map<String, byte[]> visible) {
        Map<String, Long> contents = new LinkedHashMap<>();
        visible.forEach((name, json) -> contents.put(name, contentOf(json)));
        return contents;
    }

    /** A number for a content, never 0. */
    static long contentOf(byte[] bytes) {
        long number = ByteBuffer.wrap(Hashing.sha256(bytes)).getLong();
        return number == 0 ? 1 : number;
    }

    /** Puts an attribute where other code sees it; false if it doesn't fit its type. */
    boolean show(Attribute<?> declared, byte[] bytes, byte @Nullable [] before) {
        String name = declared.name();
        Object value;
        try {
            byte[] json = StoredAttribute.parse(name, bytes).json();
            if (Arrays.equals(json, before)) {
                return true;
            }
            value = engine.codec().decode(name, declared, json);
        } catch (SessionDataException e) {
            return false; // kept until the application overwrites it
        }
        if (value == null) {
            return false;
        }
        record.put(name, value);
        return true;
    }

    void remove() {
        read().keySet().forEach(record::remove);
    }
}
