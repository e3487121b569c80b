package dev.peruser.internal.record;

import dev.peruser.SessionDataException;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.StoredAttribute;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Reads the attributes that are PerUser's own. What is damaged counts as not there: it must not stop a merge. */
public final class KeptForm {
    private KeptForm() {}

    /** As JSON-like data; null if there is nothing, or nothing that can be read. */
    public static @Nullable Object plain(String name, byte @Nullable [] bytes, JsonCodec codec) {
        try {
            return bytes == null
                    ? null
                    : codec.decodePlain(StoredAttribute.parse(name, bytes).json());
        } catch (SessionDataException | JacksonException | IllegalStateException | NumberFormatException damaged) {
            return null;
        }
    }
}
