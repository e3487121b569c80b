package dev.peruser.shop.session;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Light or dark pages. */
public enum Theme {
    /** As the visitor's system says. */
    SYSTEM,
    /** Dark on light. */
    LIGHT,
    /** Light on dark. */
    DARK;

    /** The theme by its code, if there is such a one. */
    public static Optional<Theme> find(String code) {
        return Arrays.stream(values())
                .filter(theme -> theme.code().equals(code))
                .findFirst();
    }

    /** How forms and style sheets name it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
