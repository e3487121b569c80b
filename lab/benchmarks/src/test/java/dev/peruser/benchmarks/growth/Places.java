package dev.peruser.benchmarks.growth;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Places that end together, the last one first. */
final class Places implements AutoCloseable {
    private final Deque<Place> opened = new ArrayDeque<>();

    /** Opens one. */
    interface Opening {
        /** A new place, with nothing in it. */
        Place open() throws Exception;
    }

    /** One of each kind. */
    static List<Opening> kinds() {
        return List.of(RedisPlace::new, PostgresPlace::new, SqlitePlace::new);
    }

    Place open(Opening opening) throws Exception {
        Place place = opening.open();
        opened.push(place);
        return place;
    }

    @Override
    public void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }
}
