package dev.peruser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * Declares an attribute with a type of your own: records, classes, enums, {@code java.time}, collections and generics
 * of them, as Jackson stores them in JSON. Sealed types name their subtypes by {@code @JsonTypeInfo} and
 * {@code @JsonSubTypes}; there is no default typing. Fields that are in the stored form but not in the class survive
 * changes, so that an old and a new version of the application can run side by side. What would not be read back equal
 * is refused: by {@link PerUser.Builder#build()} if the type alone tells, otherwise when it would first be saved.
 *
 * <p>Declare each attribute once and give it to the engine: in Spring as a bean, elsewhere by
 * {@link PerUser.Builder#attribute}. Immutable.
 *
 * @param <T> the type of the values
 */
public final class Attribute<T> {
    private static final int LONGEST_NAME = 250;
    public static final String RESERVED = "__peruser";

    private final String name;
    private final TypeReference<T> type;
    private final @Nullable Supplier<? extends T> defaultValue;
    private final boolean sharesDefault;
    private final @Nullable Merger<T> merger;
    private final @Nullable Duration expiry;
    private final boolean counter;
    private final List<ItemIdentity> itemIdentities;

    private Attribute(Builder<T> builder) {
        this.name = builder.name;
        this.type = builder.type;
        this.defaultValue = builder.defaultValue;
        this.sharesDefault = builder.sharesDefault;
        this.merger = builder.merger;
        this.expiry = builder.expiry;
        this.counter = builder.counter;
        this.itemIdentities = List.copyOf(builder.itemIdentities);
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

    /**
     * The builder of an attribute of a generic type: {@code builder("counts", new TypeReference<Map<String, Integer>>()
     * {})}.
     */
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

    public static String requireName(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("an attribute's name has 1 to " + LONGEST_NAME + " characters");
        }
        if (!UTF_8.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException("an attribute's name must not hold half of a surrogate pair");
        }
        if (name.startsWith(RESERVED)) {
            throw new IllegalArgumentException("attribute names that start with " + RESERVED + " are PerUser's own");
        }
        return name;
    }

    public TypeReference<T> type() {
        return type;
    }

    public Optional<T> newDefault() {
        return Optional.ofNullable(defaultValue).map(Supplier::get);
    }

    /** Whether each default is the same object, which somebody might change. */
    public boolean sharesItsDefault() {
        return sharesDefault;
    }

    public Optional<Merger<T>> merger() {
        return Optional.ofNullable(merger);
    }

    public Optional<Duration> expiry() {
        return Optional.ofNullable(expiry);
    }

    /** Whether numbers that were changed on both sides are added up. A sum rule makes a counter too. */
    public boolean isCounter() {
        return counter || (merger instanceof NumberMerger<T> numbers && numbers.isSum());
    }

    /** Whether the user's and the guest's values are added up, or the larger one holds. */
    public boolean isMergedAsNumber() {
        return merger instanceof NumberMerger<T>;
    }

    /** Which properties identify the elements of its lists. */
    public List<ItemIdentity> itemIdentities() {
        return itemIdentities;
    }

    /** Names the attribute. */
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
     * Builds an attribute. Not safe for use by many threads.
     *
     * @param <T> the type of the values
     */
    public static final class Builder<T> {
        private final String name;
        private final TypeReference<T> type;
        private @Nullable Supplier<? extends T> defaultValue;
        private boolean sharesDefault;
        private @Nullable Merger<T> merger;
        private @Nullable Duration expiry;
        private boolean counter;
        private final List<ItemIdentity> itemIdentities = new ArrayList<>();

        private Builder(String name, TypeReference<T> type) {
            this.name = requireName(name);
            this.type = Objects.requireNonNull(type, "type");
        }

        /**
         * What {@link UserSession#get(Attribute)} gives if there is no value. By default there is none, and {@code get}
         * throws.
         */
        public Builder<T> defaultValue(T value) {
            Objects.requireNonNull(value, "defaultValue");
            this.defaultValue = () -> value;
            this.sharesDefault = !isImmutable(value);
            return this;
        }

        /** The default as a new object each time: for values that are changed in place. */
        public Builder<T> defaultValue(Supplier<? extends T> supplier) {
            this.defaultValue = Objects.requireNonNull(supplier, "defaultValue");
            this.sharesDefault = false;
            return this;
        }

        private static boolean isImmutable(Object value) {
            return value instanceof String
                    || value instanceof Number
                    || value instanceof Boolean
                    || value instanceof Enum;
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
         * the session.
         */
        public Builder<T> expiresAfter(Duration duration) {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException("expiresAfter must be positive, was " + duration);
            }
            this.expiry = duration;
            return this;
        }

        /**
         * Numbers in the value count something: if two requests change one at the same time, both changes are added up.
         * So are the user's and the guest's at a sign-in, unless there is a merge rule. By default the later of the two
         * wins. {@link Merger#sum()} implies this.
         */
        public Builder<T> counter() {
            this.counter = true;
            return this;
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
         * @param path the property that holds the list, or several joined by dots
         */
        public Builder<T> itemIdentityIn(String path, String property, String... more) {
            return addIdentity(List.of(path.split("\\.", -1)), property, more);
        }

        private Builder<T> addIdentity(List<String> path, String property, String... more) {
            List<String> properties = new ArrayList<>();
            properties.add(property);
            properties.addAll(List.of(more));
            itemIdentities.add(new ItemIdentity(path, List.copyOf(properties)));
            return this;
        }

        /** The attribute. */
        public Attribute<T> build() {
            return new Attribute<>(this);
        }
    }
}
