package dev.peruser;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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
final class Attributes {
    private final AttributeRegistry registry;
    private final JsonCodec codec;
    private final Instant now;
    private final Map<String, byte[]> stored;
    private final Map<String, Value> values = new LinkedHashMap<>();

    Attributes(AttributeRegistry registry, JsonCodec codec, Instant now, Map<String, byte[]> stored) {
        this.registry = registry;
        this.codec = codec;
        this.now = now;
        this.stored = new LinkedHashMap<>(stored);
    }

    /** A value in use. */
    private static final class Value {
        private @Nullable Object live;
        private boolean present;
        private boolean put;
        /** What the value is if it is not stored: it becomes a change when it differs. */
        private @Nullable Supplier<?> fallback;

        private Value(boolean present, @Nullable Object live) {
            this.present = present;
            this.live = live;
        }

        /** What was changed is now stored. */
        private Value settled() {
            present = present || fallback != null;
            fallback = null;
            put = false;
            return this;
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
    Optional<ThreeWayMerge.Tree> get(String name) {
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
                : new Value(true, codec.decode(name, registry.find(name), attribute.json()));
        values.put(name, value);
        return value;
    }

    // ---- changing

    void put(String name, @Nullable Object object) {
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
        function.accept(new AttributesSession(this, registry, codec));
        flush();
        values.clear();
    }

    // ---- finding changes

    /** Takes the changes of all values in use into the stored form, and says what they are. */
    List<Patch> flush() {
        return flush(values.keySet());
    }

    /** As {@link #flush()}, for some values. */
    List<Patch> flush(Collection<String> names) {
        List<Patch> patches = new ArrayList<>();
        for (String name : names) {
            @Nullable Value value = values.get(name);
            if (value != null) {
                patch(name, value).ifPresent(patches::add);
            }
        }
        patches.forEach(patch -> {
            apply(patch, ThreeWayMerge.Missing.WAS_REMOVED);
            values.computeIfPresent(patch.name(), (name, value) -> value.settled());
        });
        return patches;
    }

    /** Whether anything in use has changed since the last {@link #flush()}. */
    boolean isChanged() {
        return values.entrySet().stream()
                .anyMatch(entry -> patch(entry.getKey(), entry.getValue()).isPresent());
    }

    /** Forgets values that were changed since the last {@link #flush()}, and with them the changes. */
    void forgetChanges(Collection<String> names) {
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

    Collection<String> namesInUse() {
        return List.copyOf(values.keySet());
    }

    private Optional<Patch> patch(String name, Value value) {
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
        byte @Nullable [] readFrom = isStored && before != null && !value.put ? before.json() : null;
        byte @Nullable [] live = codec.encodeUnlessAsRead(name, declared, value.live, readFrom);
        if (live == null) {
            return Optional.empty();
        }
        if (!isStored || before == null) {
            return Optional.of(new Patch(name, null, live, Patch.WhenAbsent.REMOVED));
        }
        boolean restartsExpiry =
                value.put && declared != null && declared.expiry().isPresent();
        if (Arrays.equals(live, before.json())) {
            return restartsExpiry
                    ? Optional.of(new Patch(name, live, live, Patch.WhenAbsent.REMOVED).on(before.expiry()))
                    : Optional.empty();
        }
        byte[] asRead = asRead(name, declared, before.json());
        if (Arrays.equals(live, asRead) && !restartsExpiry) {
            return Optional.empty();
        }
        return Optional.of(new Patch(name, asRead, live, Patch.WhenAbsent.REMOVED).on(before.expiry()));
    }

    /** The stored value as this version of its class writes it; as it stands if it can't be read, or not written. */
    private byte[] asRead(String name, @Nullable Attribute<?> declared, byte[] json) {
        try {
            return codec.encode(name, declared, codec.decode(name, declared, json));
        } catch (SessionDataException e) {
            return json;
        }
    }

    /** Merges a change into what is stored here. Values in use are not touched. */
    void apply(Patch patch, ThreeWayMerge.Missing missing) {
        String name = patch.name();
        byte @Nullable [] merged =
                new PatchMerge(codec, now, registry.find(name), missing).merge(patch, stored.get(name));
        if (merged == null) {
            stored.remove(name);
        } else {
            stored.put(name, merged);
        }
    }

    // ---- the stored form

    /** The stored form without expired attributes. Call {@link #flush} first. */
    Map<String, byte[]> toStored() {
        Map<String, byte[]> unexpired = new LinkedHashMap<>();
        stored.forEach((name, bytes) -> {
            if (!StoredAttribute.isExpired(bytes, now)) {
                unexpired.put(name, bytes);
            }
        });
        return unexpired;
    }
}
