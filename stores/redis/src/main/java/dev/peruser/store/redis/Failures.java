package dev.peruser.store.redis;

import dev.peruser.StoreException;
import dev.peruser.UnusableStoreException;
import dev.peruser.store.Unreachable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says what went wrong: which store, what it was about to do, why not, and what to do. Never a key, an attribute, a
 * password, or a message of Redis, which may hold a key.
 */
final class Failures {
    private static final String ABOUT_TLS =
            "is it rediss:// for a server with TLS, redis:// for one without, and is its" + " certificate trusted?";

    private final String where;

    Failures(String where) {
        this.where = where;
    }

    RefusedException of(String action, Refusal refusal, Throwable cause) {
        return new RefusedException(refusal, message(action, explanation(refusal, cause)), withoutMessage(cause));
    }

    StoreException unusable(String action, Refusal refusal, Throwable cause) {
        return unusable(action, explanation(refusal, cause));
    }

    /** As one that won't work the next time either. */
    UnusableStoreException unusable(RefusedException refused) {
        return new UnusableStoreException(String.valueOf(refused.getMessage()));
    }

    private static String explanation(Refusal refusal, Throwable cause) {
        Optional<String> command = Connecting.answerIn(cause).flatMap(Refusal::command);
        boolean isOfCommand = refusal == Refusal.NOPERM || refusal == Refusal.UNKNOWN_COMMAND;
        return isOfCommand && command.isPresent()
                ? refusal.explanation() + " (" + command.get() + ")"
                : refusal.explanation();
    }

    /** It is unknown how far the call came. */
    StoreException unknown(String action, String reason, @Nullable Throwable cause) {
        return because(action, reason + "; whether it was carried out is unknown", cause);
    }

    /** Nothing was sent. */
    StoreException late(String action) {
        return because(action, "the deadline passed before the server was asked", null);
    }

    StoreException interrupted(String action, @Nullable Throwable cause) {
        return unknown(action, "the thread was interrupted while it waited", cause);
    }

    StoreException noConnection(String action, @Nullable Throwable cause) {
        Refusal refusal = cause == null ? Refusal.OTHER : Connecting.refusalOf(cause);
        return cause == null || refusal == Refusal.OTHER
                ? because(
                        action,
                        "no connection was to be had; check that the server runs, and its address"
                                + Unreachable.why(cause, ABOUT_TLS),
                        cause)
                : of(action, refusal, cause);
    }

    StoreException because(String action, String reason, @Nullable Throwable cause) {
        return new StoreException(message(action, reason), cause == null ? null : withoutMessage(cause));
    }

    /** It won't work the next time either. */
    UnusableStoreException unusable(String action, String reason) {
        return new UnusableStoreException(message(action, reason));
    }

    private String message(String action, String reason) {
        return "The session store (Redis, " + where + ") could not " + action + ": " + reason + ".";
    }

    /** The server said no. */
    static final class RefusedException extends StoreException {
        private static final long serialVersionUID = 1;

        private final Refusal refusal;

        /** The cause is without the answer, which may hold a key. */
        RefusedException(Refusal refusal, String message, Throwable cause) {
            super(message, cause);
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }

    /** Where it happened and of which kind it was, for the log, without what it says. */
    private static Exception withoutMessage(Throwable exception) {
        Throwable cause = exception.getCause();
        Exception bare = new Exception(
                exception.getClass().getName() + " (its message is left out, because it may hold a key)",
                cause == null || cause.equals(exception) ? null : withoutMessage(cause));
        bare.setStackTrace(exception.getStackTrace());
        return bare;
    }
}
