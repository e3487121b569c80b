package dev.peruser.internal.codec;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.ser.BeanPropertyWriter;

/** Which fields make up what an instance of a class is. */
final class ClassFields {
    private static final Set<String> SET_OTHERWISE = Set.of(
            "com.fasterxml.jackson.annotation.JsonIgnore",
            "com.fasterxml.jackson.annotation.JsonBackReference",
            "com.fasterxml.jackson.annotation.JacksonInject");

    private ClassFields() {}

    /** What a property's field may be called: its accessor says it. */
    static Set<String> names(BeanPropertyWriter writer) {
        String accessor = writer.getMember().getName();
        Set<String> names = new HashSet<>(List.of(writer.getName(), accessor));
        int prefix = accessor.startsWith("get") ? 3 : accessor.startsWith("is") ? 2 : 0;
        if (prefix > 0 && accessor.length() > prefix) {
            String capitalized = accessor.substring(prefix);
            names.add(capitalized);
            names.add(capitalized.substring(0, 1).toLowerCase(Locale.ROOT) + capitalized.substring(1));
        }
        return names;
    }

    /** Whether a property that is not read has a field: then it is kept, and not computed. */
    static boolean isKept(Class<?> type, Set<String> names) {
        for (Class<?> ancestor = type; ancestor != null; ancestor = ancestor.getSuperclass()) {
            for (Field field : ancestor.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && names.contains(field.getName())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The fields of a class that belong to what its instances are, but those of these names. */
    static List<Field> stateOf(Class<?> type, Set<String> shown) {
        List<Field> state = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())
                    && !Modifier.isTransient(field.getModifiers())
                    && !field.isSynthetic()
                    && field.getName().indexOf('$') < 0
                    && !shown.contains(field.getName())
                    && !isSetOtherwise(field)
                    && !isTool(field)) {
                state.add(field);
            }
        }
        return state;
    }

    /** By what Jackson knows without the JSON: the parent of a child, or what is injected. */
    private static boolean isSetOtherwise(Field field) {
        for (Annotation annotation : field.getAnnotations()) {
            if (SET_OTHERWISE.contains(annotation.annotationType().getName())) {
                return true;
            }
        }
        return false;
    }

    /** What instances work with, and each makes anew. */
    private static boolean isTool(Field field) {
        Class<?> type = field.getType();
        return Modifier.isFinal(field.getModifiers())
                && (type == Object.class
                        || type.getPackageName().equals("java.util.concurrent.locks")
                        || type.getSimpleName().endsWith("Logger"));
    }

    static boolean isOpened(Field field) {
        try {
            field.setAccessible(true);
            return true;
        } catch (RuntimeException notOpen) {
            return false;
        }
    }
}
