package dev.peruser.internal.commit;

import dev.peruser.internal.codec.Header;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers which absorbed sessions were acknowledged to be released, and until when the record of the merge is there,
 * so that their ledger entries can go with a later save of the session that absorbed them. Forgetting one costs nothing
 * but the entry's bytes until its time is over.
 */
public final class ReleasedSources {
    private static final int MOST = 10_000;

    /** Until when the record is there, by incarnation. */
    private final Map<Long, Instant> incarnations = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Instant> eldest) {
            return size() > MOST;
        }
    });

    /**
     * Notes a release.
     *
     * @param recordedUntil until when the marker keeps the record of the merge; any earlier time if it keeps none
     */
    public void acknowledge(long incarnation, Instant recordedUntil) {
        incarnations.put(incarnation, recordedUntil);
    }

    public boolean isAcknowledged(Header.Absorbed entry) {
        return incarnations.containsKey(entry.incarnation());
    }

    public Header prune(Header header, Instant now) {
        if (header.ledger().isEmpty()) {
            return header;
        }
        List<Header.Absorbed> kept =
                header.ledger().stream().filter(entry -> isNeeded(entry, now)).toList();
        return kept.size() == header.ledger().size() ? header : header.withLedger(kept);
    }

    private boolean isNeeded(Header.Absorbed entry, Instant now) {
        Instant until = incarnations.getOrDefault(entry.incarnation(), entry.until());
        return until.isAfter(now) && entry.until().isAfter(now);
    }
}
