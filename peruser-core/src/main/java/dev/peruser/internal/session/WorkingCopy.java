package dev.peruser.internal.session;

import dev.peruser.Attribute;
import dev.peruser.SessionDataException;
import dev.peruser.UserSession;
import dev.peruser.internal.codec.AttributeRegistry;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.merge.Patch;
import dev.peruser.internal.merge.PatchMerge;
import dev.peruser.internal.merge.ThreeWayMerge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A working copy of a session's attributes: stored bytes, and values that were decoded when first read and may have
 * been changed in place since. Nothing is decoded that nobody reads, and nothing encoded that was not read. Not safe
 * for use by many threads.
 *
 * <p>An attribute is changed if its value encodes to other bytes than those stored, and also to others than the stored
 * ones do after decoding (an unordered set may be written in another order, and a class may know fewer fields than are
 * stored). The difference between the latter two is then merged into what is stored, so that fields unknown to the
 * class survive.
 */
public final class WorkingCopy {
    private final AttributeRegistry registry;
    private final JsonCodec codec;
    private final Instant now;
    private final Map<String, Value> values = new LinkedHashMap<>();
    /** Somebody else's, and not to be changed, unless it is our own. */
    private Map<String, byte[]> stored;

    private boolean isStoredOurs;

    public WorkingCopy(AttributeRegistry registry, JsonCodec codec, Instant now, Map<String, byte[]> stored) {
        this.registry = registry;
        this.codec = codec;
        this.now = now;
        this.stored = stored;
    }

    /** The stored form to be changed: a copy of what was given, made when the first change comes. */
    private Map<String, byte[]> ownStored() {
        if (!isStoredOurs) {
            Map<String, byte[]> own = new LinkedHashMap<>(2 * stored.size());
            stored.forEach(own::put); // unlike a copy of a map that can't be changed, makes no object for each entry
            stored = own;
            isStoredOurs = true;
        }
        return stored;
    }

    /** A value in use. */
    private static final class Value {
        private @Nullable Object live;
        private boolean present;
        private boolean put;
        /** What it consisted of when it was read or saved, if that can be told: if it still does, it is unchanged. */
        private @Nullable Footprint footprint;
        /** The stored form, and what the value is written as that was read from it, if that is known already. */
        private byte @Nullable [] readFrom;

        private byte @Nullable [] asRead;
        /** What the value is if it is not stored: it becomes a change when it differs. */
        private @Nullable Supplier<?> fallback;

        private Value(boolean present, @Nullable Object live) {
            this.present = present;
            this.live = live;
        }

        /** A value as it was read. */
        private static Value read(@Nullable Object live) {
            Value value = new Value(true, live);
            value.footprint = Footprint.of(live);
            return value;
        }

        /** What was changed is now stored. */
        private Value settled() {
            present = present || fallback != null;
            fallback = null;
            put = false;
            readFrom = null;
            asRead = null;
            // Another thread may have changed it since it was encoded, unless that can't be.
            footprint = Immutables.isImmutable(live) ? Footprint.of(live) : null;
            return this;
        }

        /** Whether it is the stored one for sure, without a look at its JSON. */
        private boolean isUntouched() {
            return present && !put && fallback == null && footprint != null && footprint.isThatOf(live);
        }
    }

    // ---- reading

    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        stored.keySet().stream()
                .filter(name -> !name.startsWith(Attribute.RESERVED))
                .filter(name -> !values.containsKey(name) && isStored(name))
                .forEach(names::add);
        values.forEach((name, value) -> {
            if (isPresent(name, value) && !name.startsWith(Attribute.RESERVED)) {
                names.add(name);
            }
        });
        return names;
    }

    boolean contains(String name) {
        @Nullable Value value = values.get(name);
        return value == null ? isStored(name) : isPresent(name, value);
    }

    /** A default or a container made for reading counts as a value once it differs from what it was made as. */
    private boolean isPresent(String name, Value value) {
        @Nullable Supplier<?> fallback = value.fallback;
        if (fallback == null) {
            return value.present;
        }
        @Nullable Attribute<?> declared = registry.find(name);
        return !Arrays.equals(codec.encode(name, declared, value.live), codec.encode(name, declared, fallback.get()));
    }

    private boolean isStored(String name) {
        byte @Nullable [] bytes = stored.get(name);
        return bytes != null && !StoredAttribute.isExpired(bytes, now);
    }

    /**
     * The live value, decoded if need be; empty if there is none. A null value is {@link ThreeWayMerge.Tree} of null.
     */
    public Optional<ThreeWayMerge.Tree> get(String name) {
        Value value = value(name);
        return isPresent(name, value) ? Optional.of(new ThreeWayMerge.Tree(value.live)) : Optional.empty();
    }

    /** The live value, or a default that becomes the value once it is changed. */
    <T> Optional<Object> getOr(String name, Supplier<Optional<T>> newDefault) {
        Value value = value(name);
        if (value.present || value.fallback != null) {
            return Optional.ofNullable(value.live);
        }
        Optional<T> made = newDefault.get();
        made.ifPresent(fallback -> {
            value.live = fallback;
            value.fallback = () -> newDefault.get().orElseThrow();
        });
        return Optional.ofNullable(value.live);
    }

    private Value value(String name) {
        @Nullable Value known = values.get(name);
        if (known != null) {
            return known;
        }
        byte @Nullable [] bytes = stored.get(name);
        @Nullable StoredAttribute attribute = bytes == null ? null : StoredAttribute.parse(name, bytes);
        Value value = attribute == null || attribute.isExpiredAt(now)
                ? new Value(false, null)
                : Value.read(codec.decode(name, registry.find(name), attribute));
        values.put(name, value);
        return value;
    }

    // ---- changing

    /**
     * Says that a value will most likely be changed next. If it is not in use yet, it is read now, and what it is
     * written as is kept for the comparison afterwards, for which it would be read once more.
     */
    void expectChange(String name) {
        if (values.containsKey(name)) {
            return;
        }
        Value value = value(name);
        if (!value.present) {
            return;
        }
        try {
            value.asRead = codec.encode(name, registry.find(name), value.live);
            value.readFrom = stored.get(name);
        } catch (SessionDataException e) {
            // It can be read and not written; what is found out afterwards is what counts.
        }
    }

    public void put(String name, @Nullable Object object) {
        if (registry.find(name) == null) {
            codec.checkPlain(name, object);
        }
        Value value = values.computeIfAbsent(name, key -> new Value(true, null));
        value.live = object;
        value.present = true;
        value.put = true;
        value.fallback = null;
    }

    /**
     * As {@link #put}, but an equal value is no change at all: it neither restarts the expiry nor makes a default a
     * value.
     */
    void replace(String name, @Nullable Object object) {
        @Nullable Value value = values.get(name);
        if (value == null || !(value.present || value.fallback != null)) {
            put(name, object);
        } else {
            if (registry.find(name) == null) {
                codec.checkPlain(name, object);
            }
            value.live = object;
        }
    }

    void remove(String name) {
        Value value = values.computeIfAbsent(name, key -> new Value(false, null));
        value.live = null;
        value.present = false;
        value.put = false;
        value.fallback = null;
    }

    /**
     * Runs a function of the application on this copy, in the course of a replay. No value stays in use: what is
     * replayed next changes the stored form, and the next function must see that.
     */
    void run(Consumer<UserSession> function) {
        var unused = new WorkingCopySession(this, registry, codec).useOnce(session -> {
            function.accept(session);
            return true;
        });
        flush();
        values.clear();
    }

    // ---- finding changes

    /** Takes the changes of all values in use into the stored form, and says what they are. */
    public List<Patch> flush() {
        return values.isEmpty() ? List.of() : flush(values.keySet());
    }

    /** As {@link #flush()}, for some values. */
    public List<Patch> flush(Collection<String> names) {
        List<Patch> patches = new ArrayList<>();
        for (String name : names) {
            @Nullable Value value = values.get(name);
            if (value != null) {
                patch(name, value).ifPresent(patches::add);
            }
        }
        for (Patch patch : patches) {
            apply(patch, ThreeWayMerge.Missing.WAS_REMOVED);
            @Nullable Value value = values.get(patch.name());
            if (value != null) {
                var unused = value.settled();
            }
        }
        return patches;
    }

    /** Whether anything in use has changed since the last {@link #flush()}. */
    public boolean isChanged() {
        for (Map.Entry<String, Value> entry : values.entrySet()) {
            if (patch(entry.getKey(), entry.getValue()).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Forgets values that were changed since the last {@link #flush()}, and with them the changes. */
    public void forgetChanges(Collection<String> names) {
        values.entrySet()
                .removeIf(entry -> names.contains(entry.getKey()) && isChanged(entry.getKey(), entry.getValue()));
    }

    private boolean isChanged(String name, Value value) {
        try {
            return patch(name, value).isPresent();
        } catch (SessionDataException e) {
            return true;
        }
    }

    public Collection<String> namesInUse() {
        return List.copyOf(values.keySet());
    }

    private Optional<Patch> patch(String name, Value value) {
        if (value.isUntouched()) {
            return Optional.empty();
        }
        byte @Nullable [] bytes = stored.get(name);
        @Nullable StoredAttribute before =
                bytes == null ? null : StoredAttribute.parseUnlessPut(name, bytes, value.put || !value.present);
        boolean isStored = bytes != null && (before == null || !before.isExpiredAt(now));
        @Nullable Attribute<?> declared = registry.find(name);
        if (value.fallback != null) {
            byte[] live = codec.encode(name, declared, value.live);
            byte[] fallback = codec.encode(name, declared, value.fallback.get());
            return Arrays.equals(live, fallback)
                    ? Optional.empty()
                    : Optional.of(new Patch(name, fallback, live, Patch.WhenAbsent.DEFAULT));
        }
        if (!value.present) {
            return isStored
                    ? Optional.of(
                            new Patch(name, before == null ? null : before.json(), null, Patch.WhenAbsent.REMOVED))
                    : Optional.empty();
        }
        if (!isStored || before == null) {
            byte[] live = codec.encode(name, declared, value.live);
            return Optional.of(new Patch(name, null, live, Patch.WhenAbsent.REMOVED));
        }
        boolean restartsExpiry =
                value.put && declared != null && declared.expiry().isPresent();
        byte @Nullable [] live = value.put
                ? codec.encode(name, declared, value.live)
                : codec.encodeIfChanged(name, declared, value.live, before);
        if (live == null || before.isJson(live)) {
            if (!restartsExpiry) {
                return Optional.empty();
            }
            byte[] json = before.json();
            return Optional.of(new Patch(name, json, json, Patch.WhenAbsent.REMOVED).on(before.expiry()));
        }
        byte[] asRead =
                value.asRead != null && value.readFrom == bytes ? value.asRead : asRead(codec, name, declared, before);
        if (Arrays.equals(live, asRead) && !restartsExpiry) {
            return Optional.empty();
        }
        return Optional.of(new Patch(name, asRead, live, Patch.WhenAbsent.REMOVED).on(before.expiry()));
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

    /** Merges a change into what is stored here. Values in use are not touched. */
    void apply(Patch patch, ThreeWayMerge.Missing missing) {
        String name = patch.name();
        byte @Nullable [] merged =
                new PatchMerge(codec, now, registry.find(name), missing).merge(patch, stored.get(name));
        if (merged == null) {
            ownStored().remove(name);
        } else {
            ownStored().put(name, merged);
        }
    }

    // ---- after the request

    /** The values in use that whoever has them can still change in place. Call {@link #flush} first. */
    public List<LateChangeWatch.Watched> changeable() {
        List<LateChangeWatch.Watched> changeable = new ArrayList<>(values.size());
        values.forEach((name, value) -> {
            Object live = value.live;
            if (live != null && !Immutables.isImmutable(live)) {
                look(name, value).ifPresent(look -> changeable.add(new LateChangeWatch.Watched(live, look)));
            }
        });
        return changeable;
    }

    /** Holds the stored form at most, never the value. */
    private Optional<LateChangeWatch.Look> look(String name, Value value) {
        @Nullable Attribute<?> declared = registry.find(name);
        JsonCodec encoder = codec;
        if (value.fallback != null) {
            byte[] asMade = encoder.encode(name, declared, value.live);
            return Optional.of(live -> !Arrays.equals(asMade, encoder.encode(name, declared, live)));
        }
        byte @Nullable [] bytes = stored.get(name);
        return bytes == null
                ? Optional.empty()
                : Optional.of(live -> {
                    StoredAttribute before = StoredAttribute.parse(name, bytes);
                    byte[] now = encoder.encode(name, declared, live);
                    return !before.isJson(now) && !Arrays.equals(now, asRead(encoder, name, declared, before));
                });
    }

    // ---- the stored form

    /** The stored form without expired attributes. Call {@link #flush} first. */
    public Map<String, byte[]> toStored() {
        boolean isAllAlive = stored.values().stream().noneMatch(bytes -> StoredAttribute.isExpired(bytes, now));
        Map<String, byte[]> unexpired = stored;
        if (!isAllAlive) {
            unexpired = new LinkedHashMap<>(stored);
            unexpired.values().removeIf(bytes -> StoredAttribute.isExpired(bytes, now));
        }
        isStoredOurs = false; // it is handed out, so the next change needs a copy
        return Collections.unmodifiableMap(unexpired);
    }
}
