package dev.peruser;

import dev.peruser.internal.values.Unions;

/** {@link Merger#union()}. */
final class UnionMerger<T> implements Merger<T> {
    @Override
    public T merge(T user, T guest) {
        return Unions.union(user, guest);
    }
}
