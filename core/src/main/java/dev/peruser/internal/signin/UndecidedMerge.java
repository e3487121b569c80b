package dev.peruser.internal.signin;

import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.record.Undecided;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one merge leaves {@linkplain Undecided undecided}: the attributes that another version of the application has
 * declared and this one doesn't know. Together with what was open before it must not become larger than a session may
 * be. Not safe for use by many threads.
 */
final class UndecidedMerge {
    private final EngineContext engine;
    private final boolean isOneGuests;
    private final List<Undecided> open;
    private final Map<String, List<Undecided>> openWithGuest;
    private final Set<String> left = new HashSet<>();
    private long bytes;

    /**
     * Begins.
     *
     * @param isOneGuests whether two sessions of one guest meet
     */
    UndecidedMerge(EngineContext engine, boolean isOneGuests, Map<String, byte[]> account, Map<String, byte[]> guest) {
        this.engine = engine;
        this.isOneGuests = isOneGuests;
        this.open = new ArrayList<>(Undecided.in(account, engine.codec()));
        this.openWithGuest =
                Undecided.in(guest, engine.codec()).stream().collect(Collectors.groupingBy(Undecided::name));
        this.bytes = open.stream().mapToLong(Undecided::bytes).sum();
    }

    /** What becomes of an attribute of the guest. */
    enum Meeting {
        /** It is merged here. */
        NOT_LEFT,
        /** Only the guest has it. */
        CARRIED,
        /** Both are kept. */
        LEFT,
        /** Both can't be kept. */
        TOO_MUCH
    }

    Meeting meet(String name, byte @Nullable [] account, byte[] guest) {
        if (!engine.isDeclaredElsewhere(name, account) && !engine.isDeclaredElsewhere(name, guest)) {
            return Meeting.NOT_LEFT;
        }
        List<Undecided> ofGuest = openWithGuest.getOrDefault(name, List.of());
        if (account == null) {
            ofGuest.forEach(this::add);
            return Meeting.CARRIED;
        }
        Undecided entry = new Undecided(name, isOneGuests, account, guest, ofGuest);
        if (bytes + entry.bytes() > engine.settings().limits().sessionBytes()) {
            return Meeting.TOO_MUCH;
        }
        add(entry);
        left.add(name);
        return Meeting.LEFT;
    }

    private void add(Undecided entry) {
        open.add(entry);
        bytes += entry.bytes();
    }

    /** The names of the attributes of which this merge kept both sides. */
    Set<String> left() {
        return left;
    }

    /** Writes what is open now in place of what was. */
    void write(Map<String, byte[]> attributes) {
        Undecided.write(open, attributes, engine.codec());
    }
}
