package dev.peruser.internal.session;

import dev.peruser.Attribute;
import dev.peruser.SessionDataException;
import dev.peruser.UserSession;
import dev.peruser.ValueTypes;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.codec.StoredForm;
import org.jspecify.annotations.Nullable;

/** The types of a working copy's values that are not declared, if somebody knows them. They are noted in the copy. */
final class UndeclaredTypes {
    private final ValueTypes types;
    private final UserSession session;
    private final JsonCodec codec;

    /** The types in a copy that is to be seen as a session. */
    UndeclaredTypes(ValueTypes types, UserSession session, JsonCodec codec) {
        this.types = types;
        this.session = session;
        this.codec = codec;
    }

    ValueInUse read(String name, StoredAttribute stored) {
        @Nullable Attribute<?> type = types.ofStored(name, session).orElse(null);
        return type == null
                ? ValueInUse.read(name, null, codec, codec.decode(name, null, stored))
                : ValueInUse.read(name, type, codec, StoredForm.read(codec, name, type, stored));
    }

    /**
     * The type of a value that is about to be put, after it was noted; null if it is JSON-like. What doesn't fit is
     * refused at once, before what is there is let go.
     */
    @Nullable Attribute<?> taken(String name, @Nullable Attribute<?> declared, Object value) {
        if (declared != null) {
            requireFitting(name, declared, value);
            return declared;
        }
        @Nullable Attribute<?> type = types.ofValue(name, value, session).orElse(null);
        if (type != null) {
            try {
                requireFitting(name, type, value);
            } catch (SessionDataException e) {
                throw new SessionDataException("attribute '" + name + "' is not declared, and the type that its value"
                        + " seems to have is not enough to keep it; declare an Attribute of that name. "
                        + e.getMessage());
            }
            types.note(name, type, session);
        }
        return type;
    }

    private void requireFitting(String name, Attribute<?> type, Object value) {
        var unused = codec.encode(name, type, value);
        codec.requireReadBack(type, value);
    }

    /** Whether a value needs another type than when it was put: a list was empty then, for example. */
    boolean isOutgrown(ValueInUse value, String name) {
        @Nullable Object object = value.held();
        @Nullable Attribute<?> type = value.type();
        return object != null
                && type != null
                && types.isOpen(type)
                && types.ofValue(name, object, session).orElse(null) != type;
    }
}
