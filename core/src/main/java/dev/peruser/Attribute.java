package dev.peruser;

import dev.peruser.internal.values.AttributeName;
import dev.peruser.internal.values.CountedPaths;
import dev.peruser.internal.values.DefaultValue;
import dev.peruser.internal.values.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * Declares an attribute with a type of your own: records, classes, enums, {@code java.time}, collections and generics
 * of them, as Jackson stores them in JSON. Sealed types name their subtypes by {@code @JsonTypeInfo} and
 * {@code @JsonSubTypes}; there is no default typing. Fields that are in the stored form but not in the class survive
 * changes, so that two versions of the application can run side by side. What would not be read back equal is refused:
 * by {@link PerUser.Builder#build()} if the type alone tells, else when first saved. Declare each attribute once and
 * give it to the engine: in Spring as a bean, elsewhere by {@link PerUser.Builder#attribute}. Immutable.
 *
 * @param <T> the type of the values
 */
public final class Attribute<T> {
    /** What begins the names that only PerUser uses. */
    public static final String RESERVED = AttributeName.RESERVED;
    /** In a path: each key of a map, or each property. */
    public static final String ANY_KEY = "*";

    private final String name;
    private final TypeReference<T> type;
    private final @Nullable DefaultValue<T> defaultValue;
    private final @Nullable Merger<T> merger;
    private final @Nullable Duration expiry;
    private final @Nullable Bounds counter;
    private final List<ItemIdentity> itemIdentities;
    private final List<Counted> counted;

    private Attribute(Builder<T> builder) {
        this.name = builder.name;
        this.type = builder.type;
        this.defaultValue = builder.defaultValue;
        this.merger = builder.boundedMerger();
        this.expiry = builder.expiry;
        this.counter = builder.counter;
        this.itemIdentities = List.copyOf(builder.itemIdentities);
        this.counted = List.copyOf(builder.counted);
    }

    /** An attribute without a default and with the default merge rule. */
    public static <T> Attribute<T> of(String name, Class<T> type) {
        return builder(name, type).build();
    }

    /** The builder of an attribute of a class. */
    public static <T> Builder<T> builder(String name, Class<T> type) {
        Objects.requireNonNull(type, "type");
        return new Builder<>(name, new TypeReference<T>() {
            @Override
            public java.lang.reflect.Type getType() {
                return type;
            }
        });
    }

    /** The builder of an attribute of a generic type, {@code new TypeReference<Map<String, Integer>>() {}}. */
    public static <T> Builder<T> builder(String name, TypeReference<T> type) {
        return new Builder<>(name, type);
    }

    /** The name under which it is stored. */
    public String name() {
        return name;
    }

    /** Whether data under this name may be carried at sign-in: not if it starts with two underscores. */
    public static boolean isCarried(String name) {
        return !name.startsWith("__");
    }

    /** The name, if an attribute may have it; {@link IllegalArgumentException} otherwise. */
    public static String requireName(String name) {
        return AttributeName.require(name);
    }

    /** The type of the values. */
    public TypeReference<T> type() {
        return type;
    }

    /** What the session shows while it has no value, made anew; empty if no default is declared. */
    public Optional<T> newDefault() {
        return Optional.ofNullable(defaultValue).map(made -> made.supplier().get());
    }

    /** Whether each default is the same object, which somebody might change. */
    public boolean sharesItsDefault() {
        return defaultValue != null && defaultValue.isShared();
    }

    /** The rule for sign-in; empty if none is declared, so that the merge behavior decides. */
    public Optional<Merger<T>> merger() {
        return Optional.ofNullable(merger);
    }

    /** How long after it was last set the value is gone; empty if it lives with the session. */
    public Optional<Duration> expiry() {
        return Optional.ofNullable(expiry);
    }

    /** Whether all numbers that were changed on both sides are added up. A sum rule makes a counter too. */
    public boolean isCounter() {
        return counter != null || (merger instanceof ReadyMerger<T> numbers && numbers.isSum());
    }

    /** Between which bounds the sums of a counter are kept. */
    public Bounds counterBounds() {
        return counter == null ? Bounds.none() : counter;
    }

    /** Which numbers inside the value count, each with its bounds. */
    public List<Counted> counted() {
        return counted;
    }

    /** Whether the user's and the guest's values are added up, or the larger one holds. */
    public boolean isMergedAsNumber() {
        return merger instanceof ReadyMerger<T> ready && !ready.isUnion();
    }

    /** Whether the user's and the guest's elements are put together. */
    public boolean isMergedAsUnion() {
        return merger instanceof ReadyMerger<T> ready && ready.isUnion();
    }

    /** Which properties identify the elements of its lists. */
    public List<ItemIdentity> itemIdentities() {
        return itemIdentities;
    }

    @Override
    public String toString() {
        return "Attribute[" + name + "]";
    }

    /**
     * Which properties identify an element of a list.
     *
     * @param path the property names that lead to the list, empty if the attribute's value is the list
     */
    public record ItemIdentity(List<String> path, List<String> properties) {}

    /**
     * A number inside the value that counts.
     *
     * @param path the property names that lead to it
     * @param bounds between which its sums are kept
     */
    public record Counted(List<String> path, Bounds bounds) {}

    /**
     * Builds an attribute. Not safe for use by many threads.
     *
     * @param <T> the type of the values
     */
    public static final class Builder<T> {
        private final String name;
        private final TypeReference<T> type;
        private @Nullable DefaultValue<T> defaultValue;
        private @Nullable Merger<T> merger;
        private @Nullable Duration expiry;
        private @Nullable Bounds counter;
        private final List<ItemIdentity> itemIdentities = new ArrayList<>();
        private final List<Counted> counted = new ArrayList<>();

        private Builder(String name, TypeReference<T> type) {
            this.name = requireName(name);
            this.type = Objects.requireNonNull(type, "type");
        }

        /**
         * What {@link UserSession#get(Attribute)} gives if there is no value. By default there is none, and {@code get}
         * throws.
         */
        public Builder<T> defaultValue(T value) {
            this.defaultValue = DefaultValue.of(value);
            return this;
        }

        /** The default as a new object each time: for values that are changed in place. */
        public Builder<T> defaultValue(Supplier<? extends T> supplier) {
            this.defaultValue = DefaultValue.madeBy(supplier);
            return this;
        }

        /**
         * What becomes of the user's and the guest's values at sign-in. By default they merge as
         * {@link MergeBehavior#RIGHT_PRECEDENT} does but without ever changing a type: maps key by key, lists one after
         * the other, else the guest's value wins; what that displaces is kept in the {@link MergeReport}.
         */
        public Builder<T> mergeBy(Merger<T> rule) {
            this.merger = Objects.requireNonNull(rule, "mergeBy");
            return this;
        }

        /**
         * How long after it was last set the value is gone, whatever becomes of the session. By default it lives with
         * the session; so it does with a time of a thousand years or more, as {@code ChronoUnit.FOREVER.getDuration()}.
         *
         * @throws IllegalArgumentException unless it is longer than nothing
         */
        public Builder<T> expiresAfter(Duration duration) {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException("expiresAfter of attribute '" + name + "' must be positive, was "
                        + duration + "; leave it out if the value lives with the session");
            }
            this.expiry = Durations.atMostForever(duration);
            return this;
        }

        /**
         * All numbers in the value count something: if two requests change one at the same time, both changes are added
         * up. So are the user's and the guest's at a sign-in, unless there is a merge rule. By default the later of the
         * two wins. {@link Merger#sum()} implies this.
         */
        public Builder<T> counter() {
            return counter(Bounds.none());
        }

        /** As {@link #counter()}: a sum beyond the bounds, that of {@link Merger#sum()} too, becomes the bound. */
        public Builder<T> counter(Bounds bounds) {
            this.counter = Objects.requireNonNull(bounds, "counter");
            return this;
        }

        /**
         * One number inside the value counts something, such as the quantity of each line of a cart: if two requests
         * change it at the same time, both changes are added up, and so are the numbers of an element that both added.
         * The same holds for the user's and the guest's at a sign-in, unless the attribute has a merge rule. By default
         * the later of the two wins. May be called several times.
         *
         * <p>The engine refuses numbers that the type doesn't have, and those in lists without an
         * {@linkplain #itemIdentityIn identity}.
         *
         * @param path the property, or several joined by dots: {@code lines.quantity} is the quantity of each element
         *     of the list {@code lines}; {@code *} stands for each key of a map: {@code stock.*}
         */
        public Builder<T> counts(String path) {
            return counts(path, Bounds.none());
        }

        /**
         * As {@link #counts(String)}: a sum beyond the bounds becomes the bound. What the application itself stores,
         * and what a merge rule gives, is not checked.
         */
        public Builder<T> counts(String path, Bounds bounds) {
            List<List<String>> before = counted.stream().map(Counted::path).toList();
            counted.add(new Counted(CountedPaths.names(name, path, before), Objects.requireNonNull(bounds, "counts")));
            return this;
        }

        private @Nullable Merger<T> boundedMerger() {
            return counter != null && merger instanceof ReadyMerger<T> numbers ? numbers.within(counter) : merger;
        }

        /**
         * The value is a list (or a map of lists) whose elements are identified by these properties, so that changes of
         * one element by two requests at the same time meet in it. By default elements are paired by their position.
         */
        public Builder<T> itemIdentity(String property, String... more) {
            return addIdentity(List.of(), property, more);
        }

        /**
         * As {@link #itemIdentity}, for a list inside the value.
         *
         * @param path the property that holds the list, or several joined by dots; {@code *} is each key of a map
         */
        public Builder<T> itemIdentityIn(String path, String property, String... more) {
            return addIdentity(CountedPaths.names(path), property, more);
        }

        private Builder<T> addIdentity(List<String> path, String property, String... more) {
            List<String> properties =
                    Stream.concat(Stream.of(property), Stream.of(more)).toList();
            itemIdentities.add(new ItemIdentity(path, properties));
            return this;
        }

        /** The attribute. */
        public Attribute<T> build() {
            counted.forEach(number -> itemIdentities.forEach(identity ->
                    CountedPaths.requireNotIn(name, number.path(), identity.path(), identity.properties())));
            return new Attribute<>(this);
        }
    }
}
