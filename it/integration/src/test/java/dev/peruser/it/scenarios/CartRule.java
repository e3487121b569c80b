package dev.peruser.it.scenarios;

import dev.peruser.Merger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.RequestContextHolder;

/** What the shop wants at sign-in: product and option are one line, and a line has a limit. */
final class CartRule implements Merger<List<Line>> {
    static final int MOST_PER_LINE = 10;

    /** What was to be seen around the merge: the user's name, and whether Spring knows the request. */
    record Surroundings(String user, boolean hasRequest) {}

    private final Set<String> unmergeable = ConcurrentHashMap.newKeySet();
    private final List<Surroundings> seen = new CopyOnWriteArrayList<>();

    /** From now on merging this product fails. */
    void breakFor(String sku) {
        unmergeable.add(sku);
    }

    void repair() {
        unmergeable.clear();
    }

    List<Surroundings> seen() {
        return seen;
    }

    @Override
    public List<Line> merge(List<Line> user, List<Line> guest) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        seen.add(new Surroundings(
                authentication == null ? "nobody" : authentication.getName(),
                RequestContextHolder.getRequestAttributes() != null));
        List<Line> merged = new ArrayList<>(user);
        for (Line line : guest) {
            if (unmergeable.contains(line.sku())) {
                throw new IllegalStateException("the rule can't merge this product");
            }
            add(merged, line);
        }
        return merged;
    }

    /** One line more, or more in its line, as many as it can hold. */
    static List<Line> add(List<Line> lines, Line added) {
        for (int i = 0; i < lines.size(); i++) {
            Line present = lines.get(i);
            if (present.isOf(added.sku(), added.option())) {
                lines.set(i, present.withQuantity(Math.min(MOST_PER_LINE, present.quantity() + added.quantity())));
                return lines;
            }
        }
        lines.add(added);
        return lines;
    }
}
