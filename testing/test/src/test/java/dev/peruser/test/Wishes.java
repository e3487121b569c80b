package dev.peruser.test;

import dev.peruser.Attribute;
import dev.peruser.Merger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/** The attributes of an application. */
public final class Wishes {
    public static final Attribute<List<String>> LIST = Attribute.builder("wishes", new TypeReference<List<String>>() {})
            .defaultValue(ArrayList::new)
            .mergeBy(Merger.union())
            .build();

    public static final Attribute<Map<String, Integer>> NUMBERS = Attribute.builder(
                    "numbers", new TypeReference<Map<String, Integer>>() {})
            .defaultValue(LinkedHashMap::new)
            .mergeBy(Merger.sum())
            .build();

    public static final Attribute<String> COUPON = Attribute.builder("coupon", String.class)
            .expiresAfter(Duration.ofHours(1))
            .mergeBy(Merger.keepUsers())
            .build();

    private Wishes() {}
}
