package dev.peruser.internal.session;

import dev.peruser.Attribute;
import dev.peruser.UserSession;
import dev.peruser.ValueTypes;
import dev.peruser.internal.codec.AttributeRegistry;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.merge.Patch;
import dev.peruser.internal.merge.PatchMerge;
import dev.peruser.internal.merge.ThreeWayMerge;
import dev.peruser.internal.record.MergeReports;
import dev.peruser.internal.values.Checkpoint;
import java.time.Instant;
import java.util.ArrayList;
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
 * <p>The difference between a value as it was read and as it is now is merged into what is stored, so that fields
 * unknown to its class survive.
 */
public final class WorkingCopy {
    /** A function that runs again has taken its report. */
    private static final MergeReports.Finder NO_REPORTS = (source, incarnation) -> Optional.empty();

    private final AttributeRegistry registry;
    private final JsonCodec codec;
    private final Instant now;
    private final Map<String, ValueInUse> values = new LinkedHashMap<>();
    /** Somebody else's, and not to be changed, unless it is our own. */
    private Map<String, byte[]> stored;

    private boolean isStoredOurs;
    private @Nullable UndeclaredTypes types;
    private Checkpoint checkpoint = Checkpoint.none();

    public WorkingCopy(AttributeRegistry registry, JsonCodec codec, Instant now, Map<String, byte[]> stored) {
        this.registry = registry;
        this.codec = codec;
        this.now = now;
        this.stored = stored;
    }

    /** The same copy, whose merges look now and then whether they may go on. */
    public WorkingCopy merging(Checkpoint merges) {
        this.checkpoint = merges;
        return this;
    }

    /** The same copy, with types for what is not declared. */
    public WorkingCopy typedBy(@Nullable ValueTypes undeclared) {
        types = undeclared == null
                ? null
                : new UndeclaredTypes(undeclared, new WorkingCopySession(this, registry, codec, NO_REPORTS), codec);
        return this;
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

    // ---- reading

    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        stored.keySet().stream()
                .filter(name -> !name.startsWith(Attribute.RESERVED))
                .filter(name -> !values.containsKey(name) && isStored(name))
                .forEach(names::add);
        values.forEach((name, value) -> {
            if (value.isPresent() && !name.startsWith(Attribute.RESERVED)) {
                names.add(name);
            }
        });
        return names;
    }

    boolean contains(String name) {
        @Nullable ValueInUse value = values.get(name);
        return value == null ? isStored(name) : value.isPresent();
    }

    private boolean isStored(String name) {
        byte @Nullable [] bytes = stored.get(name);
        return bytes != null && !StoredAttribute.isExpired(bytes, now);
    }

    /**
     * The live value, decoded if need be; empty if there is none. A null value is {@link ThreeWayMerge.Tree} of null.
     */
    public Optional<ThreeWayMerge.Tree> get(String name) {
        ValueInUse value = value(name);
        return value.isPresent() ? Optional.of(new ThreeWayMerge.Tree(value.live())) : Optional.empty();
    }

    /** The live value, or a default that becomes the value once it is changed. */
    <T> Optional<Object> getOr(String name, Supplier<Optional<T>> newDefault) {
        ValueInUse value = value(name);
        if (!value.isThere()) {
            newDefault
                    .get()
                    .ifPresent(made ->
                            value.makeDefault(made, () -> newDefault.get().orElseThrow()));
        }
        return Optional.ofNullable(value.live());
    }

    private ValueInUse value(String name) {
        @Nullable ValueInUse known = values.get(name);
        if (known != null) {
            return known;
        }
        byte @Nullable [] bytes = stored.get(name);
        @Nullable StoredAttribute attribute = bytes == null ? null : StoredAttribute.parse(name, bytes);
        @Nullable Attribute<?> declared = registry.find(name);
        ValueInUse value = attribute == null || attribute.isExpiredAt(now)
                ? ValueInUse.absent(name, declared, codec)
                : declared == null && types != null
                        ? types.read(name, attribute)
                        : ValueInUse.read(name, declared, codec, codec.decode(name, declared, attribute));
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
        value(name).expectChange(stored.get(name));
    }

    public void put(String name, @Nullable Object object) {
        @Nullable Attribute<?> type = registry.find(name);
        if (types != null && object != null) {
            type = types.taken(name, type, object);
        }
        @Nullable Object asRead = type == null ? codec.asRead(name, object) : object; // or refused
        unread(name, type).put(asRead);
    }

    /**
     * As {@link #put}, but an equal value is no change at all: it neither restarts the expiry nor makes a default a
     * value.
     */
    void replace(String name, @Nullable Object object) {
        @Nullable ValueInUse value = values.get(name);
        if (value == null || !value.isThere()) {
            put(name, object);
        } else {
            value.replace(value.type() == null ? codec.asRead(name, object) : object);
        }
    }

    void remove(String name) {
        @Nullable ValueInUse value = values.get(name);
        unread(name, value == null ? registry.find(name) : value.type()).remove();
    }

    /** The value in use, which is about to be replaced, so that it need not be read if it is not in use yet. */
    private ValueInUse unread(String name, @Nullable Attribute<?> type) {
        return values.compute(
                name,
                (key, known) -> known != null && known.type() == type ? known : ValueInUse.absent(key, type, codec));
    }

    /**
     * Runs a function of the application on this copy, in the course of a rebase. No value stays in use: what is
     * rebased next changes the stored form, and the next function must see that.
     */
    void run(Consumer<UserSession> function) {
        var unused = new WorkingCopySession(this, registry, codec, NO_REPORTS).useOnce(session -> {
            function.accept(session);
            return true;
        });
        flush();
        values.clear();
    }

    // ---- finding changes

    /** Takes the changes of all values in use into the stored form, and says what they are. */
    public List<Patch> flush() {
        @Nullable UndeclaredTypes noted = types;
        if (noted != null) {
            new LinkedHashMap<>(values).forEach((name, value) -> {
                if (registry.find(name) == null && noted.isOutgrown(value, name)) {
                    put(name, value.held());
                }
            });
        }
        return values.isEmpty() ? List.of() : flush(values.keySet());
    }

    /** As {@link #flush()}, for some values. */
    public List<Patch> flush(Collection<String> names) {
        List<Patch> patches = new ArrayList<>();
        for (String name : names) {
            @Nullable ValueInUse value = values.get(name);
            if (value != null) {
                Optional<Patch> patch = value.patch(stored.get(name), now);
                value.requireReadBack(patch);
                patch.ifPresent(patches::add);
            }
        }
        for (Patch patch : patches) {
            apply(patch, ThreeWayMerge.Missing.WAS_REMOVED);
            @Nullable ValueInUse value = values.get(patch.name());
            if (value != null) {
                value.settle();
            }
        }
        return patches;
    }

    /** Whether anything in use has changed since the last {@link #flush()}. */
    public boolean isChanged() {
        for (Map.Entry<String, ValueInUse> entry : values.entrySet()) {
            if (entry.getValue().patch(stored.get(entry.getKey()), now).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Forgets values that were changed since the last {@link #flush()}, and with them the changes. */
    public void forgetChanges(Collection<String> names) {
        values.entrySet()
                .removeIf(entry ->
                        names.contains(entry.getKey()) && entry.getValue().isChanged(stored.get(entry.getKey()), now));
    }

    public Collection<String> namesInUse() {
        return List.copyOf(values.keySet());
    }

    /** Merges a change into what is stored here. Values in use are not touched. */
    void apply(Patch patch, ThreeWayMerge.Missing missing) {
        String name = patch.name();
        byte @Nullable [] merged =
                new PatchMerge(codec, now, registry.find(name), missing, checkpoint).merge(patch, stored.get(name));
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
        values.forEach((name, value) -> value.watched(stored.get(name)).ifPresent(changeable::add));
        return changeable;
    }

    // ---- the stored form

    /** The stored form without expired attributes. Call {@link #flush} first. */
    public Map<String, byte[]> toStored() {
        boolean isAllAlive = stored.values().stream().noneMatch(bytes -> StoredAttribute.isExpired(bytes, now));
        Map<String, byte[]> unexpired = isAllAlive ? stored : StoredAttribute.unexpired(stored, now);
        isStoredOurs = false; // it is handed out, so the next change needs a copy
        return Collections.unmodifiableMap(unexpired);
    }
}
