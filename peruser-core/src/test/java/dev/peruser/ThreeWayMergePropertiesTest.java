package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The rules of the three-way merge as properties of generated trees. The seed is fixed, so a failure can be repeated.
 */
class ThreeWayMergePropertiesTest {
    final Random r = new Random(7);

    Object tree(int depth) {
        int k = r.nextInt(depth <= 0 ? 2 : 4);
        if (k < 2) {
            return r.nextInt(3);
        }
        if (k == 2) {
            List<Object> l = new ArrayList<>();
            for (int i = r.nextInt(4); i > 0; i--) l.add(tree(depth - 1));
            return l;
        }
        return map(depth);
    }

    Map<String, Object> map(int depth) {
        Map<String, Object> m = new LinkedHashMap<>();
        for (int i = r.nextInt(4); i > 0; i--) m.put("" + (char) ('a' + r.nextInt(4)), tree(depth - 1));
        return m;
    }

    static Object merge(Object b, Object m, Object t) {
        return new ThreeWayMerge(null, ThreeWayMerge.Missing.WAS_REMOVED)
                .merge(
                        Optional.of(new ThreeWayMerge.Tree(b)),
                        Optional.of(new ThreeWayMerge.Tree(m)),
                        Optional.of(new ThreeWayMerge.Tree(t)))
                .map(ThreeWayMerge.Tree::value)
                .orElse("GONE");
    }

    @Test
    void properties() {
        Map<String, Integer> counts = new TreeMap<>();
        Map<String, String> violations = new TreeMap<>();
        for (int i = 0; i < 200_000; i++) {
            Object b = tree(3),
                    m = r.nextInt(3) == 0 ? tree(3) : mutate(b),
                    t = r.nextInt(3) == 0 ? tree(3) : mutate(b);
            check(counts, violations, "merge(b,m,b)=m", m, merge(b, m, b), b, m, b);
            check(counts, violations, "merge(b,b,t)=t", t, merge(b, b, t), b, b, t);
            try {
                merge(b, m, t);
            } catch (RuntimeException x) {
                check(counts, violations, "throws", 0, 1, b, m, t);
            }
            // lists of scalars: multiset
            List<Object> lb = scalars(), lm = edit(lb), lt = edit(lb);
            List<?> res = (List<?>) merge(lb, lm, lt);
            // count: base occurrences both kept + additions of each
            for (Object v : List.of(0, 1, 2, 3)) {
                int cb = Collections.frequency(lb, v),
                        cm = Collections.frequency(lm, v),
                        ct = Collections.frequency(lt, v),
                        cr = Collections.frequency(res, v);
                int addM = Math.max(0, cm - cb),
                        addT = Math.max(0, ct - cb),
                        remM = Math.max(0, cb - cm),
                        remT = Math.max(0, cb - ct);
                int least = cb - Math.min(cb, remM + remT) + addM + addT,
                        most = cb - Math.max(remM, remT) + addM + addT;
                if (cr < least || cr > most)
                    check(counts, violations, "list counts", "[" + least + ".." + most + "] of " + v, res, lb, lm, lt);
            }
            // records in lists with identity
            List<Object> ib = items(), im = editItems(ib), it = editItems(ib);
            Attribute<?> a =
                    Attribute.builder("x", List.class).itemIdentity("id").build();
            List<?> ir = (List<?>) new ThreeWayMerge(a, ThreeWayMerge.Missing.WAS_REMOVED)
                    .merge(
                            Optional.of(new ThreeWayMerge.Tree(ib)),
                            Optional.of(new ThreeWayMerge.Tree(im)),
                            Optional.of(new ThreeWayMerge.Tree(it)))
                    .get()
                    .value();
            Set<Object> idb = ids(ib), idm = ids(im), idt = ids(it), expected = new TreeSet<>();
            for (int id = 0; id < 6; id++) {
                boolean inB = idb.contains(id), inM = idm.contains(id), inT = idt.contains(id);
                if (inB ? inM && inT : inM || inT) expected.add(id);
            }
            if (ir.size() != expected.size() || !ids(ir).equals(expected))
                check(counts, violations, "identity", expected, ir, ib, im, it);
        }
        assertThat(violations).as("how many of each: %s", counts).isEmpty();
    }

    static Set<Object> ids(List<?> l) {
        Set<Object> s = new TreeSet<>();
        l.forEach(x -> s.add(((Map<?, ?>) x).get("id")));
        return s;
    }

    List<Object> items() {
        List<Object> l = new ArrayList<>();
        List<Integer> ids = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
        Collections.shuffle(ids, r);
        for (int i = r.nextInt(4); i > 0; i--)
            l.add(new LinkedHashMap<>(Map.of("id", ids.remove(0), "q", r.nextInt(3))));
        return l;
    }

    List<Object> editItems(List<Object> b) {
        List<Object> l = new ArrayList<>();
        b.forEach(x -> l.add(new LinkedHashMap<>((Map<?, ?>) x)));
        for (int k = r.nextInt(3); k > 0; k--) {
            int op = r.nextInt(4);
            if (op == 0 && !l.isEmpty()) l.remove(r.nextInt(l.size()));
            if (op == 1) {
                int id = r.nextInt(6);
                if (!ids(l).contains(id))
                    l.add(r.nextInt(l.size() + 1), new LinkedHashMap<>(Map.of("id", id, "q", r.nextInt(3))));
            }
            if (op == 2) Collections.shuffle(l, r);
            if (op == 3 && !l.isEmpty()) put(l.get(r.nextInt(l.size())), r.nextInt(9));
        }
        return l;
    }

    @SuppressWarnings("unchecked") // items are maps
    private static void put(Object item, int quantity) {
        ((Map<String, Object>) item).put("q", quantity);
    }

    List<Object> scalars() {
        List<Object> l = new ArrayList<>();
        for (int i = r.nextInt(5); i > 0; i--) l.add(r.nextInt(4));
        return l;
    }

    List<Object> edit(List<Object> b) {
        List<Object> l = new ArrayList<>(b);
        for (int k = r.nextInt(3); k > 0; k--) {
            int op = r.nextInt(3);
            if (op == 0 && !l.isEmpty()) l.remove(r.nextInt(l.size()));
            if (op == 1) l.add(r.nextInt(l.size() + 1), r.nextInt(4));
            if (op == 2) Collections.shuffle(l, r);
        }
        return l;
    }

    Object mutate(Object o) {
        if (r.nextInt(4) == 0) return tree(2);
        if (o instanceof Map<?, ?> m) {
            Map<String, Object> c = new LinkedHashMap<>();
            m.forEach((k, v) -> {
                if (r.nextInt(5) > 0) c.put((String) k, r.nextInt(2) == 0 ? v : mutate(v));
            });
            if (r.nextInt(3) == 0) c.put("" + (char) ('a' + r.nextInt(4)), tree(1));
            return c;
        }
        if (o instanceof List<?> l) {
            List<Object> c = new ArrayList<>();
            l.forEach(v -> {
                if (r.nextInt(5) > 0) c.add(r.nextInt(2) == 0 ? v : mutate(v));
            });
            if (r.nextInt(3) == 0) c.add(r.nextInt(c.size() + 1), tree(1));
            return c;
        }
        return o;
    }

    static void check(
            Map<String, Integer> n,
            Map<String, String> ex,
            String what,
            Object expected,
            Object actual,
            Object b,
            Object m,
            Object t) {
        if (!expected.equals(actual)) {
            n.merge(what, 1, Integer::sum);
            String e = "base=" + b + " mine=" + m + " theirs=" + t + " -> " + actual + " expected " + expected;
            ex.merge(what, e, (x, y) -> x.length() <= y.length() ? x : y);
        }
    }
}
