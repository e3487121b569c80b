package dev.peruser.internal.values;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Unions of two collections or two maps. */
public final class Unions {
    private Unions() {}

    /**
     * The left's elements, then those of the right that the left doesn't contain; of maps all entries, the right's
     * where both have the key.
     *
     * @throws IllegalArgumentException if they are neither two collections nor two maps
     */
    public static <T> T union(T left, T right) {
        return union(left, left, right, right);
    }

    /**
     * As {@link #union(Object, Object)}, for elements that can't be compared with each other, many of which may have
     * one hash code.
     *
     * @param leftForm what the left's elements are written as, in their order: a list of JSON-like values
     * @param rightForm the same of the right
     */
    @SuppressWarnings("unchecked") // a collection for collections, a map for maps
    public static <T> T union(T left, @Nullable Object leftForm, T right, @Nullable Object rightForm) {
        if (left instanceof Map<?, ?> entries && right instanceof Map<?, ?> others) {
            Map<Object, @Nullable Object> union = new LinkedHashMap<>(entries);
            union.putAll(others);
            return (T) union;
        }
        if (left instanceof Set<?> elements && right instanceof Set<?> others) {
            Set<@Nullable Object> union = new LinkedHashSet<>(elements);
            union.addAll(others);
            return (T) union;
        }
        if (left instanceof Collection<?> elements && right instanceof Collection<?> others) {
            return (T) union(elements, forms(elements, leftForm), others, forms(others, rightForm));
        }
        throw new IllegalArgumentException("union() needs an attribute whose type is a Collection or a Map");
    }

    private static Collection<?> forms(Collection<?> elements, @Nullable Object form) {
        return form instanceof Collection<?> forms && forms.size() == elements.size() ? forms : elements;
    }

    private static List<@Nullable Object> union(
            Collection<?> elements, Collection<?> forms, Collection<?> others, Collection<?> otherForms) {
        ValueNumbers numbers = new ValueNumbers(Checkpoint.none());
        Set<Element> known = new HashSet<>();
        Iterator<?> form = forms.iterator();
        for (Object element : elements) {
            known.add(new Element(element, form.next(), numbers));
        }
        List<@Nullable Object> union = new ArrayList<>(elements);
        form = otherForms.iterator();
        for (Object element : others) {
            if (known.add(new Element(element, form.next(), numbers))) {
                union.add(element);
            }
        }
        return union;
    }

    /**
     * An element in a hash set. Elements are equal if they say so; where many have one hash code, the set looks for
     * them in the order of what they are written as.
     */
    private static final class Element implements Comparable<Element> {
        private static final int UNKNOWN = -1;

        private final @Nullable Object value;
        private final @Nullable Object form;
        private final ValueNumbers numbers;
        private int numberOfForm = UNKNOWN;

        Element(@Nullable Object value, @Nullable Object form, ValueNumbers numbers) {
            this.value = value;
            this.form = form;
            this.numbers = numbers;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Element element && numbers.areEqual(value, element.value);
        }

        @Override
        public int hashCode() {
            return value instanceof Collection || value instanceof Map ? numbers.of(value) : Objects.hashCode(value);
        }

        @Override
        public int compareTo(Element other) {
            return Integer.compare(numberOfForm(), other.numberOfForm());
        }

        private int numberOfForm() {
            if (numberOfForm == UNKNOWN) {
                numberOfForm = numbers.of(form);
            }
            return numberOfForm;
        }
    }
}
