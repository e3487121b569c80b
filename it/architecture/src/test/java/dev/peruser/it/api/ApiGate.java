package dev.peruser.it.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rules of docs/operate/versions.md for what a version may change against the last release.
 *
 * @param version the version that is built, without the end that says that it is not finished
 * @param baseline the last release
 * @param allowed the breaks that somebody decided
 */
record ApiGate(String version, String baseline, Set<String> allowed) {

    /** What is against the rules, one text for each. */
    List<String> problems(ApiComparison comparison, Map<String, PublicSources.Comment> sources) {
        List<String> problems = new ArrayList<>();
        for (String found : comparison.breaks()) {
            if (!mayBreak()) {
                problems.add(found + ": " + version + " must break nothing of " + baseline);
            } else if (!allowed.contains(found)) {
                problems.add(found + ": not among the allowed breaks");
            }
        }
        Set<String> needless = new TreeSet<>(allowed);
        needless.removeAll(comparison.breaks());
        needless.forEach(line -> problems.add(line + ": allowed, but nothing breaks so"));
        for (String added : comparison.additions()) {
            PublicSources.Comment comment = sources.get(added);
            // What the compiler adds, as a record's methods, and what overrides something, is not in the sources.
            if (comment != null && !comment.since().equals(Optional.of(version))) {
                problems.add(added + ": new, so it needs @since " + version);
            }
        }
        return problems;
    }

    /** Before 1.0 a new second number may break something, from then on only a new first one. */
    private boolean mayBreak() {
        List<String> now = List.of(version.split("\\.", -1));
        List<String> before = List.of(baseline.split("\\.", -1));
        boolean isFirst = !now.get(0).equals(before.get(0));
        return isFirst || (now.get(0).equals("0") && !now.get(1).equals(before.get(1)));
    }
}
