package dev.peruser.internal.commit;

import dev.peruser.internal.codec.Header;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remembers which absorbed sessions were acknowledged to be released, so that their ledger entries can go with the next
 * save of the session that absorbed them. Forgetting one costs nothing but the entry's bytes until its time is over.
 */
public final class ReleasedSources {
    private static final int MOST = 10_000;

    private final Set<Long> incarnations = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > MOST;
        }
    }));

    public void acknowledge(long incarnation) {
        incarnations.add(incarnation);
    }

    public Header prune(Header header, Instant now) {
        if (header.ledger().isEmpty()) {
            return header;
        }
        List<Header.Absorbed> kept = header.ledger().stream()
                .filter(entry -> entry.until().isAfter(now) && !incarnations.contains(entry.incarnation()))
                .toList();
        return kept.size() == header.ledger().size() ? header : header.withLedger(kept);
    }
}
