package dev.peruser.internal.codec;

import dev.peruser.Attribute;
import dev.peruser.SessionDataException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.deser.DeserializationProblemHandler;

/**
 * Reads values as a type that the merge at their sign-in did not know. Where it retained both sides' values in a list,
 * and the type has room for one, that is the guest's, the last: as if the attribute had been declared without a rule.
 */
public final class RetainedValues {
    /** So many places are mended that no deserializer tells of at once. */
    private static final int MOST = 100;

    private final JsonCodec codec;

    public RetainedValues(JsonCodec codec) {
        this.codec = codec;
    }

    /**
     * Reads one.
     *
     * @throws SessionDataException if it doesn't fit the type in this way either
     */
    public @Nullable Object read(String name, Attribute<?> type, StoredAttribute stored) {
        try {
            return codec.decode(name, type, stored);
        } catch (SessionDataException e) {
            return mended(type, codec.decodePlain(stored.json()), e);
        }
    }

    private @Nullable Object mended(Attribute<?> type, @Nullable Object plain, SessionDataException reason) {
        ObjectReader reader = codec.form(type).reader().withHandler(new LastOfSeveral());
        Object tree = plain;
        for (int mended = 0; mended < MOST; mended++) {
            try {
                return reader.readValue(codec.encodePlain(tree));
            } catch (JacksonException e) {
                if (e.getPath().isEmpty() && tree instanceof List<?> several) {
                    tree = last(several);
                } else if (!mend(tree, e.getPath())) {
                    throw reason;
                }
            } catch (IllegalStateException | NumberFormatException e) {
                throw reason;
            }
        }
        throw reason;
    }

    /** Whether there are several values where one was wanted. */
    private static boolean mend(@Nullable Object tree, List<JacksonException.Reference> path) {
        Object parent = tree;
        for (JacksonException.Reference step : path.subList(0, path.size() - 1)) {
            parent = child(parent, step);
        }
        JacksonException.Reference place = path.get(path.size() - 1);
        return child(parent, place) instanceof List<?> several && replace(parent, place, last(several));
    }

    private static @Nullable Object child(@Nullable Object parent, JacksonException.Reference step) {
        if (parent instanceof Map<?, ?> map) {
            return map.get(step.getPropertyName());
        }
        return parent instanceof List<?> list && step.getIndex() >= 0 && step.getIndex() < list.size()
                ? list.get(step.getIndex())
                : null;
    }

    @SuppressWarnings("unchecked") // plain maps and lists take all plain values
    private static boolean replace(@Nullable Object parent, JacksonException.Reference place, @Nullable Object value) {
        if (parent instanceof Map<?, ?> map) {
            ((Map<String, @Nullable Object>) map).put(place.getPropertyName(), value);
        } else if (parent instanceof List<?> list) {
            ((List<@Nullable Object>) list).set(place.getIndex(), value);
        }
        return true;
    }

    private static @Nullable Object last(List<?> several) {
        for (int i = several.size() - 1; i >= 0; i--) {
            if (several.get(i) != null) {
                return several.get(i);
            }
        }
        return null;
    }

    /** Takes the last of several values at once, wherever a deserializer says that a list is not what it wants. */
    private static final class LastOfSeveral extends DeserializationProblemHandler {
        @Override
        public @Nullable Object handleUnexpectedToken(
                DeserializationContext context,
                JavaType target,
                JsonToken token,
                JsonParser json,
                @Nullable String message)
                throws JacksonException {
            if (token != JsonToken.START_ARRAY) {
                return NOT_HANDLED;
            }
            Object last = null;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                Object value = json.currentToken() == JsonToken.VALUE_NULL ? null : context.readValue(json, target);
                last = value == null ? last : value;
            }
            return last;
        }
    }
}
