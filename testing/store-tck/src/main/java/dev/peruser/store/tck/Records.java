package dev.peruser.store.tck;

import dev.peruser.UserRecord;
import dev.peruser.store.Deadline;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The verbs of both kinds of records, and values in a form that can be compared. */
final class Records {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Records() {}

    static Map<String, @Nullable Object> load(UserRecord record) {
        return record instanceof UserRecord.Versioned versioned
                ? snapshot(versioned).data()
                : ((UserRecord.Unversioned) record).loadSessionData(deadline()).orElseThrow();
    }

    /** Stores on top of what is there now. */
    static boolean store(UserRecord record, Map<String, @Nullable Object> data) {
        if (record instanceof UserRecord.Versioned versioned) {
            return store(versioned, data, snapshot(versioned).version());
        }
        ((UserRecord.Unversioned) record).storeSessionData(data, deadline());
        return true;
    }

    static UserRecord.Versioned.Snapshot snapshot(UserRecord.Versioned record) {
        return record.loadSessionData(deadline()).orElseThrow();
    }

    static boolean store(UserRecord.Versioned record, Map<String, ? extends @Nullable Object> data, long expected) {
        return record.storeSessionData(new LinkedHashMap<>(data), expected, deadline());
    }

    private static Deadline deadline() {
        return Deadline.after(PATIENCE);
    }

    /** Whole numbers of any class are equal if they are the same number; fractions keep their digits. */
    static @Nullable Object comparable(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(key, comparable(each)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(each -> copy.add(comparable(each)));
            return copy;
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Short) {
            return BigInteger.valueOf(((Number) value).longValue());
        }
        if (value instanceof Double || value instanceof Float) {
            return new BigDecimal(value.toString());
        }
        return value;
    }
}
