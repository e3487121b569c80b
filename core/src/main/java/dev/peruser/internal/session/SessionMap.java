package dev.peruser.internal.session;

import dev.peruser.UserSession;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link UserSession#asMap()}. */
public final class SessionMap extends AbstractMap<String, @Nullable Object> {
    private final UserSession session;

    public SessionMap(UserSession session) {
        this.session = session;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return key instanceof String name && session.contains(name);
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        return key instanceof String name ? session.get(name).orElse(null) : null;
    }

    @Override
    public @Nullable Object put(String name, @Nullable Object value) {
        @Nullable Object before = get(name);
        session.put(name, value);
        return before;
    }

    @Override
    public @Nullable Object remove(@Nullable Object key) {
        @Nullable Object before = get(key);
        if (key instanceof String name) {
            session.remove(name);
        }
        return before;
    }

    @Override
    public void clear() {
        session.clear();
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        return new Entries();
    }

    private final class Entries extends AbstractSet<Map.Entry<String, @Nullable Object>> {
        @Override
        public int size() {
            return session.names().size();
        }

        @Override
        public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
            Iterator<String> names = session.names().iterator();
            return new Iterator<>() {
                private @Nullable String last;

                @Override
                public boolean hasNext() {
                    return names.hasNext();
                }

                @Override
                public Map.Entry<String, @Nullable Object> next() {
                    String name = names.next();
                    last = name;
                    return new Entry(name);
                }

                @Override
                public void remove() {
                    if (last == null) {
                        throw new IllegalStateException("next() was not called");
                    }
                    session.remove(last);
                    last = null;
                }
            };
        }
    }

    private final class Entry extends SimpleEntry<String, @Nullable Object> {
        private static final long serialVersionUID = 1;

        Entry(String name) {
            super(name, session.get(name).orElse(null));
        }

        @Override
        public @Nullable Object setValue(@Nullable Object value) {
            session.put(getKey(), value);
            return super.setValue(value);
        }
    }
}
