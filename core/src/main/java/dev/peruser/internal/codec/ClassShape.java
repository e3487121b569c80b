package dev.peruser.internal.codec;

import java.lang.reflect.Field;
import java.util.List;
import tools.jackson.databind.ser.BeanPropertyWriter;

/**
 * What a class's instances are made of, as the mapper sees it.
 *
 * @param properties what is written of an instance, property by property
 * @param hidden the fields that no property shows, so that nothing of them is in the JSON, and that are set once: they
 *     may follow from the rest
 * @param lost the names of further fields that no property shows
 * @param isSettled whether an instance that was read back equal says that others will be; if not, each is looked at
 */
record ClassShape(Kind kind, List<Property> properties, List<Field> hidden, List<String> lost, boolean isSettled) {

    /** How instances are written. */
    enum Kind {
        /** As text, a number, or whatever has no parts. */
        SCALAR,
        COLLECTION,
        MAP,
        ARRAY,
        /** As what is in it, or null. */
        OPTIONAL,
        /** Property by property. */
        BEAN
    }

    /**
     * A property that is written.
     *
     * @param isRead whether the class has something to set it with
     * @param isLeaf whether values of its type have no parts, and are all of one class
     */
    record Property(BeanPropertyWriter writer, boolean isRead, boolean isLeaf) {
        String name() {
            return writer.getName();
        }

        Object get(Object bean) {
            try {
                return writer.get(bean);
            } catch (Exception e) {
                return e;
            }
        }
    }

    static ClassShape scalar(boolean isSettled) {
        return new ClassShape(Kind.SCALAR, List.of(), List.of(), List.of(), isSettled);
    }

    /** Whether something is written that is not read: most likely it is computed. */
    boolean computes() {
        return properties.stream().anyMatch(property -> !property.isRead());
    }
}
