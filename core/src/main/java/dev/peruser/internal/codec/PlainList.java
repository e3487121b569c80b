package dev.peruser.internal.codec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A list without a declared type, as PerUser hands it out: what is put into it is at once what the next request will
 * read.
 */
public final class PlainList extends ArrayList<@Nullable Object> {
    private static final long serialVersionUID = 1;

    /** Creates an empty one. */
    public PlainList() {}

    /** Adds what is as it was read. */
    void addRead(@Nullable Object element) {
        super.add(element);
    }

    @Override
    public boolean add(@Nullable Object element) {
        return super.add(PlainValues.asReadOrAsItIs(element));
    }

    @Override
    public void add(int index, @Nullable Object element) {
        super.add(index, PlainValues.asReadOrAsItIs(element));
    }

    @Override
    public @Nullable Object set(int index, @Nullable Object element) {
        return super.set(index, PlainValues.asReadOrAsItIs(element));
    }

    @Override
    public boolean addAll(Collection<?> elements) {
        return super.addAll(asRead(elements));
    }

    @Override
    public boolean addAll(int index, Collection<?> elements) {
        return super.addAll(index, asRead(elements));
    }

    @Override
    public void replaceAll(UnaryOperator<@Nullable Object> function) {
        super.replaceAll(element -> PlainValues.asReadOrAsItIs(function.apply(element)));
    }

    private static Collection<@Nullable Object> asRead(Collection<?> elements) {
        Collection<@Nullable Object> asRead = new ArrayList<>(elements.size());
        elements.forEach(element -> asRead.add(PlainValues.asReadOrAsItIs(element)));
        return asRead;
    }
}
