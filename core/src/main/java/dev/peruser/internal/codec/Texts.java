package dev.peruser.internal.codec;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Refuses keys of maps with half of a surrogate pair: Jackson writes them, and can't read them. Values come back. */
public final class Texts extends SimpleModule {
    private static final long serialVersionUID = 1;
    static final String HALF_A_PAIR = "holds a map with a key in which there is half of a surrogate pair: text that is"
            + " cut between its two halves is no text, cut it elsewhere";

    Texts() {
        super("peruser-keys");
        addKeySerializer(String.class, new Key());
    }

    /** Whether text has no half of a surrogate pair. */
    static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static final class Key extends StdSerializer<String> {
        Key() {
            super(String.class);
        }

        @Override
        public void serialize(String key, JsonGenerator json, SerializationContext context) throws JacksonException {
            if (!isWhole(key)) {
                throw new HalfPairException(json);
            }
            json.writeName(key);
        }
    }

    /** Says so. */
    static final class HalfPairException extends DatabindException {
        private static final long serialVersionUID = 1;

        HalfPairException(JsonGenerator json) {
            super(json, HALF_A_PAIR);
        }
    }
}
