package dev.peruser.internal.codec;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** At which places two JSON trees differ. The order of an object's members, and of a list's elements, doesn't count. */
final class JsonDifferences {
    private JsonDifferences() {}

    static Set<String> between(@Nullable Object one, @Nullable Object other) {
        Set<String> places = new HashSet<>();
        compare("", one, other, places);
        return places;
    }

    /** Whether a place is one of these, or within one. */
    static boolean isWithin(String place, Iterable<String> places) {
        for (String known : places) {
            if (place.startsWith(known)
                    && (place.length() == known.length() || ".[".indexOf(place.charAt(known.length())) >= 0)) {
                return true;
            }
        }
        return false;
    }

    static boolean areAllWithin(Set<String> some, Set<String> places) {
        return some.stream().allMatch(place -> isWithin(place, places));
    }

    private static void compare(String at, @Nullable Object one, @Nullable Object other, Set<String> places) {
        if (Objects.equals(one, other)) {
            return;
        }
        if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> with) {
            Set<@Nullable Object> names = new HashSet<>(map.keySet());
            names.addAll(with.keySet());
            for (@Nullable Object name : names) {
                String member = at.isEmpty() ? String.valueOf(name) : at + "." + name;
                if (map.containsKey(name) && with.containsKey(name)) {
                    compare(member, map.get(name), with.get(name), places);
                } else {
                    places.add(member);
                }
            }
        } else if (one instanceof List<?> list && other instanceof List<?> with && list.size() == with.size()) {
            if (!counts(list).equals(counts(with))) {
                for (int i = 0; i < list.size(); i++) {
                    compare(at + "[]", list.get(i), with.get(i), places);
                }
            }
        } else {
            places.add(at);
        }
    }

    private static Map<@Nullable Object, Integer> counts(List<?> list) {
        Map<@Nullable Object, Integer> counts = new HashMap<>();
        list.forEach(element -> counts.merge(element, 1, Integer::sum));
        return counts;
    }
}
