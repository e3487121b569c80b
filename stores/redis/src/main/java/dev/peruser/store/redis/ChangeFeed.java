package dev.peruser.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.peruser.store.ObservableSessionStore.ChangeObserver;
import dev.peruser.store.SessionKey;
import io.lettuce.core.api.push.PushMessage;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands on what the servers tell of changes, if somebody observes them. */
final class ChangeFeed {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser.store.redis");

    private final String prefix;
    private volatile @Nullable ChangeObserver observer;

    ChangeFeed(String prefix) {
        this.prefix = prefix;
    }

    boolean isObserved() {
        return observer != null;
    }

    synchronized void begin(ChangeObserver next) {
        if (observer != null) {
            throw new IllegalStateException("the store is observed already; close that observation first");
        }
        observer = next;
    }

    /** Returns whether that one observed until now. */
    synchronized boolean end(ChangeObserver ending) {
        if (observer != ending) {
            return false;
        }
        observer = null;
        return true;
    }

    /** Other servers have the sessions now. */
    void everythingMoved() {
        ChangeObserver listening = observer;
        if (listening != null) {
            quietly(listening::missed);
        }
    }

    /** Called by Lettuce's threads. */
    void told(PushMessage message) {
        ChangeObserver listening = observer;
        if (listening == null || !message.getType().equals("invalidate")) {
            return;
        }
        List<Object> content = message.getContent(ChangeFeed::text);
        Object keys = content.get(content.size() - 1);
        if (keys instanceof List<?> texts) {
            texts.forEach(key -> changed(listening, String.valueOf(key)));
        } else {
            // Instead of keys: everything, after FLUSHALL or FLUSHDB.
            quietly(listening::missed);
        }
    }

    /** A connection over which sessions were loaded is gone, and what it would have told with it. */
    void lost(Wire wire) {
        ChangeObserver listening = observer;
        if (listening != null && wire.isTracked()) {
            quietly(listening::missed);
        }
    }

    private void changed(ChangeObserver listening, String text) {
        if (text.startsWith(prefix)) {
            SessionKey key;
            try {
                key = SessionKey.parse(text.substring(prefix.length()));
            } catch (IllegalArgumentException foreign) {
                return;
            }
            quietly(() -> listening.changed(key));
        }
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException broken) {
            LOGGER.log(Level.ERROR, "an observer of the session store failed", broken);
        }
    }

    private static String text(ByteBuffer bytes) {
        return US_ASCII.decode(bytes.duplicate()).toString();
    }
}
