package dev.peruser.it.docs;

import dev.peruser.Attribute;
import dev.peruser.Merger;
import dev.peruser.UserSession;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.type.TypeReference;

// snippet:quantities
@RestController
class QuantityController {
    static final Attribute<Map<String, Integer>> QUANTITIES = Attribute.builder(
                    "quantities", new TypeReference<Map<String, Integer>>() {})
            .defaultValue(LinkedHashMap::new)
            .mergeBy(Merger.sum())
            .build();

    @PostMapping("/quantities/{product}")
    void add(@PathVariable String product, UserSession session) {
        session.get(QUANTITIES).merge(product, 1, Integer::sum);
    }

    @GetMapping("/quantities")
    Map<String, Integer> show(UserSession session) {
        return session.get(QUANTITIES);
    }
}
// end
