package dev.peruser.internal.values;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * What an attribute without a value is.
 *
 * @param supplier gives it
 * @param isShared whether it is the same object each time, which somebody might change
 */
public record DefaultValue<T>(Supplier<? extends T> supplier, boolean isShared) {
    public static <T> DefaultValue<T> of(T value) {
        Objects.requireNonNull(value, "defaultValue");
        boolean isImmutable =
                value instanceof String || value instanceof Number || value instanceof Boolean || value instanceof Enum;
        return new DefaultValue<>(() -> value, !isImmutable);
    }

    public static <T> DefaultValue<T> madeBy(Supplier<? extends T> supplier) {
        return new DefaultValue<>(Objects.requireNonNull(supplier, "defaultValue"), false);
    }
}
