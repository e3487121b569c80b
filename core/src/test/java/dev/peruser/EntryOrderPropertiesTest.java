package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Cases.Rebase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The order of the entries of generated maps: what it is after a rebase, and that nothing else depends on it. */
class EntryOrderPropertiesTest {
    @Test
    void orderOfEntries_doesNotMatter() {
        Cases.check(20_000, "maps", cases -> {
            Map<String, Object> base = cases.map(3);
            Object mine = cases.changed(base);
            Object theirs = cases.changed(base);
            Object expected = Rebase.of(Cases.COUNTER, base, mine, theirs).result();
            Rebase.of(Cases.COUNTER, shuffled(cases, base), shuffled(cases, mine), shuffled(cases, theirs))
                    .gives(expected);
            cases.hitIf(mine instanceof Map && theirs instanceof Map && !mine.equals(theirs), "maps");
        });
    }

    /** The same with the entries of the outermost maps in another order. */
    private static Object shuffled(Cases cases, Object tree) {
        if (!(tree instanceof Map<?, ?> map)) {
            return tree;
        }
        List<Object> keys = new ArrayList<>(map.keySet());
        Collections.shuffle(keys, cases.random());
        Map<String, Object> shuffled = new LinkedHashMap<>();
        keys.forEach(key -> shuffled.put((String) key, shuffled(cases, map.get(key))));
        return shuffled;
    }

    @Test
    void entriesStandInTheirOrder_thenTheOnesThatIAdded() {
        Cases.check(10_000, "added by both", cases -> {
            TreeEdits trees = new TreeEdits(cases);
            Map<String, Object> base = trees.base(0);
            Map<String, Object> mine = new LinkedHashMap<>(base);
            Map<String, Object> theirs = new LinkedHashMap<>();
            Object shuffled = shuffled(cases, base);
            Cases.asMap(shuffled).forEach(theirs::put);
            for (int i = cases.below(3); i > 0; i--) {
                mine.put("m" + cases.below(3), cases.fresh());
                theirs.put("t" + cases.below(3), cases.fresh());
            }
            Set<String> expected = new LinkedHashSet<>(theirs.keySet());
            expected.addAll(mine.keySet());
            Rebase rebase = Rebase.of(null, base, mine, theirs);
            assertThat(Cases.asMap(rebase.result()).keySet())
                    .as(rebase.toString())
                    .containsExactlyElementsOf(theirs.equals(base) ? mine.keySet() : expected);
            cases.hitIf(mine.size() > base.size(), "added by both");
        });
    }
}
