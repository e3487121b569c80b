package dev.peruser.test.junit;

import dev.peruser.Attribute;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attributes that are static fields of classes. */
record DeclaredAttributes(List<Attribute<?>> all) {

    /** Of a test's class with those around and above it, and of others. */
    static DeclaredAttributes of(Class<?> test, Class<?>... others) {
        Set<Class<?>> classes = new LinkedHashSet<>();
        for (@Nullable Class<?> around = test; around != null; around = around.getEnclosingClass()) {
            for (@Nullable Class<?> above = around; above != null; above = above.getSuperclass()) {
                classes.add(above);
            }
        }
        classes.addAll(List.of(others));
        Set<Attribute<?>> found = new LinkedHashSet<>();
        classes.forEach(type -> found.addAll(fieldsOf(type)));
        return new DeclaredAttributes(List.copyOf(found));
    }

    private static List<Attribute<?>> fieldsOf(Class<?> type) {
        List<Attribute<?>> found = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType().equals(Attribute.class)) {
                found.add(valueOf(field));
            }
        }
        return found;
    }

    private static Attribute<?> valueOf(Field field) {
        field.setAccessible(true);
        try {
            return (Attribute<?>) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the attribute in " + field + " can't be read", e);
        }
    }
}
