package com.example.servlet;

import dev.peruser.Attribute;
import dev.peruser.Merger;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/** Quantities by product. Those of a guest and an account are added at the sign-in. */
final class Cart {
    static final Attribute<Map<String, Integer>> CART = Attribute.builder(
                    "cart", new TypeReference<Map<String, Integer>>() {})
            .defaultValue(LinkedHashMap::new)
            .mergeBy(Merger.sum())
            .build();

    private Cart() {}
}
