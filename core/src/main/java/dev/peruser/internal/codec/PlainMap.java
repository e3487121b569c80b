package dev.peruser.internal.codec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A map without a declared type, as PerUser hands it out: what is put into it is at once what the next request will
 * read.
 */
public final class PlainMap extends LinkedHashMap<String, @Nullable Object> {
    private static final long serialVersionUID = 1;

    /** Creates an empty one. */
    public PlainMap() {}

    /** Puts what is as it was read. */
    void putRead(String key, @Nullable Object value) {
        super.put(key, value);
    }

    @Override
    public @Nullable Object put(String key, @Nullable Object value) {
        return super.put(key, PlainValues.asReadOrAsItIs(value));
    }

    @Override
    public void putAll(Map<? extends String, ?> entries) {
        entries.forEach(this::put);
    }

    @Override
    public @Nullable Object putIfAbsent(String key, @Nullable Object value) {
        return super.putIfAbsent(key, PlainValues.asReadOrAsItIs(value));
    }

    @Override
    public @Nullable Object replace(String key, @Nullable Object value) {
        return super.replace(key, PlainValues.asReadOrAsItIs(value));
    }

    @Override
    public boolean replace(String key, @Nullable Object before, @Nullable Object value) {
        return super.replace(key, before, PlainValues.asReadOrAsItIs(value));
    }

    @Override
    public void replaceAll(BiFunction<? super String, ? super @Nullable Object, ?> function) {
        super.replaceAll((key, value) -> PlainValues.asReadOrAsItIs(function.apply(key, value)));
    }

    @Override
    public @Nullable Object computeIfAbsent(String key, Function<? super String, ?> function) {
        return super.computeIfAbsent(key, absent -> PlainValues.asReadOrAsItIs(function.apply(absent)));
    }

    @Override
    public @Nullable Object computeIfPresent(String key, BiFunction<? super String, ? super Object, ?> function) {
        return super.computeIfPresent(
                key, (present, value) -> PlainValues.asReadOrAsItIs(function.apply(present, value)));
    }

    @Override
    public @Nullable Object compute(String key, BiFunction<? super String, ? super @Nullable Object, ?> function) {
        return super.compute(key, (present, value) -> PlainValues.asReadOrAsItIs(function.apply(present, value)));
    }

    @Override
    @SuppressWarnings("NullAway") // a function may return null
    public @Nullable Object merge(
            String key, @Nullable Object value, BiFunction<? super Object, ? super Object, ?> function) {
        return super.merge(
                key,
                PlainValues.asReadOrAsItIs(value),
                (one, other) -> PlainValues.asReadOrAsItIs(function.apply(one, other)));
    }
}
