package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Cases.Rebase;
import dev.peruser.TreeEdits.Edit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** The rules of the rebase of in-place changes as properties of generated trees: maps and scalars. */
class ThreeWayMergePropertiesTest {
    private static final Attribute<Map<String, Object>> IDENTIFIED = Attribute.builder(
                    "m", new TypeReference<Map<String, Object>>() {})
            .itemIdentity("a")
            .itemIdentityIn("a.b", "c")
            .build();

    @Test
    void changedOnOneSide_isTaken() {
        Cases.check(20_000, "map; list; another kind; unchanged", cases -> {
            Object base = cases.tree(3);
            Object changed = cases.oneIn(4) ? cases.tree(3) : cases.changed(base);
            for (Attribute<?> attribute : new Attribute<?>[] {null, Cases.COUNTER, IDENTIFIED}) {
                Rebase.of(attribute, base, changed, base).gives(changed);
                Rebase.of(attribute, base, base, changed).gives(changed);
            }
            cases.hitIf(base instanceof Map && changed instanceof Map && !Objects.equals(base, changed), "map");
            cases.hitIf(base instanceof List && changed instanceof List && !Objects.equals(base, changed), "list");
            cases.hitIf(kindOf(base) != kindOf(changed), "another kind");
            cases.hitIf(Objects.equals(base, changed), "unchanged");
        });
    }

    private static Class<?> kindOf(Object value) {
        return value instanceof Map ? Map.class : value instanceof List ? List.class : Object.class;
    }

    @Test
    void anyThreeTrees_canBeMerged_andAreNotChangedByIt() {
        Cases.check(20_000, "maps; kinds", cases -> {
            Object base = cases.map(3);
            Object mine = cases.oneIn(3) ? cases.tree(3) : cases.changed(base);
            Object theirs = cases.oneIn(3) ? cases.tree(3) : cases.changed(base);
            String before = base + " " + mine + " " + theirs;
            for (Attribute<?> attribute : new Attribute<?>[] {null, Cases.COUNTER, IDENTIFIED}) {
                Rebase.of(attribute, base, mine, theirs);
            }
            assertThat(base + " " + mine + " " + theirs).isEqualTo(before);
            cases.hitIf(mine instanceof Map && theirs instanceof Map, "maps");
            cases.hitIf(kindOf(mine) != kindOf(theirs), "kinds");
        });
    }

    /** The oracle: their operations and then mine, one by one, see {@link TreeEdits}. */
    @Test
    void rebaseOfADifference_isWhatTheSameOperationsDo() {
        String kinds = "my SET beside their SET; my SET beside their REMOVE; my SET at their SET;"
                + " my SET at their REMOVE; my SET at their CHANGE_KIND; my SET in their REMOVE;"
                + " my SET in their CHANGE_KIND; my REMOVE at their SET; my REMOVE at their REMOVE;"
                + " my REMOVE at their CHANGE_KIND; my REMOVE above their SET; my REMOVE above their ADD;"
                + " my REMOVE above their REMOVE; my REMOVE in their REMOVE; my REMOVE in their CHANGE_KIND;"
                + " my CHANGE_KIND at their SET; my CHANGE_KIND at their REMOVE;"
                + " my CHANGE_KIND at their CHANGE_KIND; my CHANGE_KIND above their SET;"
                + " my CHANGE_KIND above their ADD; my ADD at their ADD; my ADD in their REMOVE;"
                + " my ADD in their CHANGE_KIND";
        Cases.check(40_000, kinds, cases -> {
            TreeEdits trees = new TreeEdits(cases);
            Map<String, Object> base = trees.base(3);
            List<Edit> myEdits = trees.edits(base);
            List<Edit> theirEdits = trees.edits(base);
            trees.count(myEdits, theirEdits);
            Map<String, Object> mine = TreeEdits.alone(base, myEdits);
            Map<String, Object> theirs = TreeEdits.alone(base, theirEdits);
            Rebase.of(null, base, mine, theirs).gives(TreeEdits.after(theirs, mine, myEdits));
        });
    }

    @Test
    void untouchedParts_areTheOtherSides_andWhatOneSideChanged_isInTheResult() {
        String kinds = "mine changed; mine removed; mine added; theirs changed; theirs removed; theirs added";
        Cases.check(20_000, kinds, cases -> {
            Map<String, Object> base = new LinkedHashMap<>();
            Map<String, Object> mine = new LinkedHashMap<>();
            Map<String, Object> theirs = new LinkedHashMap<>();
            Map<String, Object> expected = new LinkedHashMap<>();
            for (int i = cases.between(1, 5); i > 0; i--) {
                String key = "k" + i;
                Object value = cases.tree(2);
                Object changed = cases.oneIn(4) ? null : cases.changed(value);
                boolean isMine = cases.oneIn(2);
                boolean isRemoved = cases.oneIn(4);
                boolean isAdded = !isRemoved && cases.oneIn(4);
                Cases.putUnless(isAdded, base, key, value);
                Cases.putUnless(isAdded && !isMine || isMine && isRemoved, mine, key, isMine ? changed : value);
                Cases.putUnless(isAdded && isMine || !isMine && isRemoved, theirs, key, isMine ? value : changed);
                Cases.putUnless(isRemoved, expected, key, changed);
                cases.hit((isMine ? "mine " : "theirs ") + (isRemoved ? "removed" : isAdded ? "added" : "changed"));
            }
            Rebase.of(null, base, mine, theirs).gives(expected);
        });
    }

    @Test
    void sameEntrySetToTheSameValueOnBoth_isThereOnce() {
        Cases.check(10_000, "new entry; entry of the base; map; scalar; null", cases -> {
            TreeEdits trees = new TreeEdits(cases);
            Map<String, Object> base = trees.base(1);
            Object value = cases.oneIn(3) ? trees.base(1) : cases.oneIn(5) ? null : cases.scalar();
            boolean isNew = cases.oneIn(2);
            String key = isNew ? "new" : "a";
            Map<String, Object> mine = with(base, key, value);
            Map<String, Object> theirs = with(base, key, Cases.copy(value));
            if (cases.oneIn(2)) {
                mine.put("mine", 1);
            }
            Map<String, Object> expected = with(theirs, key, value);
            Cases.putUnless(!mine.containsKey("mine"), expected, "mine", 1);
            Rebase.of(null, base, mine, theirs).gives(expected);
            cases.hit(isNew ? "new entry" : "entry of the base");
            cases.hit(value instanceof Map ? "map" : value == null ? "null" : "scalar");
        });
    }

    private static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
        Map<String, Object> copy = Cases.asMap(Cases.copy(map));
        copy.put(key, value);
        return copy;
    }

    @Test
    void scalarsChangedOnBoth_theLaterCommitWins() {
        Cases.check(10_000, "changed by both; to null; not by me", cases -> {
            Object base = cases.oneIn(5) ? null : cases.scalar();
            Object mine = cases.oneIn(5) ? null : cases.scalar();
            Object theirs = cases.oneIn(5) ? null : cases.scalar();
            boolean isMyChange = !Objects.equals(mine, base);
            Object expected = isMyChange ? mine : theirs;
            Rebase.of(null, Cases.wrapped(base), Cases.wrapped(mine), Cases.wrapped(theirs))
                    .gives(Cases.wrapped(expected));
            cases.hitIf(isMyChange && !Objects.equals(base, theirs), "changed by both");
            cases.hitIf(isMyChange && mine == null, "to null");
            cases.hitIf(!isMyChange, "not by me");
        });
    }

    @Test
    void changedKind_countsAsAScalar() {
        List<String> kinds = List.of("scalar", "list", "map");
        String changes = "scalar list list; scalar map map; scalar list map; list scalar list; list list scalar;"
                + " list map scalar; map scalar map; map map scalar; map list list; map map list";
        Cases.check(20_000, changes, cases -> {
            String baseKind = cases.oneOf(kinds);
            String myKind = cases.oneOf(kinds);
            String theirKind = cases.oneOf(kinds);
            boolean isChanged = !(baseKind.equals(myKind) && baseKind.equals(theirKind));
            Object base = of(cases, baseKind);
            Object mine = of(cases, myKind);
            Object theirs = of(cases, theirKind);
            if (isChanged) {
                Rebase.of(null, base, mine, theirs).gives(mine);
                Rebase.of(null, Cases.wrapped(base), Cases.wrapped(mine), Cases.wrapped(theirs))
                        .gives(Cases.wrapped(mine));
                Rebase.of(IDENTIFIED, List.of(base), List.of(mine), List.of(theirs));
                cases.hit(baseKind + " " + myKind + " " + theirKind);
            }
        });
    }

    /** A value that occurs nowhere else. */
    private static Object of(Cases cases, String kind) {
        return switch (kind) {
            case "list" -> List.of(cases.fresh(), cases.fresh());
            case "map" -> Map.of("x", cases.fresh());
            default -> cases.fresh();
        };
    }

    @Test
    void removedThing_isGone_whateverTheOtherChangedInIt_newSiblingsSurvive() {
        String kinds = "removed and changed; emptied, and siblings added; some removed, and siblings added";
        Cases.check(20_000, kinds, cases -> {
            Map<String, Object> base = new LinkedHashMap<>();
            Map<String, Object> removing = new LinkedHashMap<>();
            Map<String, Object> changing = new LinkedHashMap<>();
            Map<String, Object> expected = new LinkedHashMap<>();
            int removals = 0;
            for (int i = cases.between(1, 4); i > 0; i--) {
                Object value = cases.tree(2);
                boolean isRemoved = cases.oneIn(2);
                removals += isRemoved ? 1 : 0;
                Object changed = cases.changed(value);
                base.put("k" + i, value);
                Cases.putUnless(isRemoved, removing, "k" + i, value);
                changing.put("k" + i, changed);
                Cases.putUnless(isRemoved, expected, "k" + i, changed);
                cases.hitIf(isRemoved && !Objects.equals(changed, value), "removed and changed");
            }
            int siblings = cases.below(3);
            for (int i = 0; i < siblings; i++) {
                Object added = cases.tree(1);
                changing.put("new" + i, added);
                expected.put("new" + i, added);
            }
            Rebase.of(null, base, removing, changing).gives(expected);
            Rebase.of(null, base, changing, removing).gives(expected);
            cases.hitIf(removing.isEmpty() && siblings > 0, "emptied, and siblings added");
            cases.hitIf(removals > 0 && siblings > 0, "some removed, and siblings added");
        });
    }

    @Test
    void renamedEntry_isOneRemovedAndOneAdded() {
        Cases.check(10_000, "and another changed; changed under its former name", cases -> {
            Object value = cases.tree(2);
            Object changed = cases.oneIn(4) ? null : cases.changed(value);
            Map<String, Object> base = with(Cases.wrapped(value), "other", 1);
            Map<String, Object> renamed = with(base, "new", value);
            renamed.remove("k");
            Map<String, Object> changing = with(base, "k", changed);
            if (cases.oneIn(2)) {
                changing.put("other", 2);
                cases.hit("and another changed");
            }
            Map<String, Object> expected = with(changing, "new", value);
            expected.remove("k");
            Rebase.of(null, base, renamed, changing).gives(expected);
            Rebase.of(null, base, changing, renamed).gives(expected);
            cases.hitIf(!Objects.equals(value, changed), "changed under its former name");
        });
    }
}
