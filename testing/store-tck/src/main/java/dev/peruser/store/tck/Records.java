package dev.peruser.store.tck;

import dev.peruser.UserRecord;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The verbs of both kinds of records, and values in a form that can be compared. */
final class Records {
    private Records() {}

    static Map<String, @Nullable Object> load(UserRecord record) {
        return record instanceof UserRecord.Versioned versioned
                ? versioned.loadSessionData().data()
                : ((UserRecord.Unversioned) record).loadSessionData();
    }

    /** Stores on top of what is there now. */
    static boolean store(UserRecord record, Map<String, @Nullable Object> data) {
        if (record instanceof UserRecord.Versioned versioned) {
            return versioned.storeSessionData(data, versioned.loadSessionData().version());
        }
        ((UserRecord.Unversioned) record).storeSessionData(data);
        return true;
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
