package dev.peruser.internal.visit;

/** How far a visit has come, and what may still be done with its session. Used under the visit's lock. */
final class VisitProgress {
    private boolean isResponseCommitted;
    private boolean isEnded;
    private boolean isAllSaved;

    boolean isResponseCommitted() {
        return isResponseCommitted;
    }

    /** Whether nothing of the application's has run since all was saved. */
    boolean isAllSaved() {
        return isAllSaved;
    }

    /** The application looks at the session. It may change what it gets in place. */
    void beginRead() {
        requireNotEnded();
        isAllSaved = false;
    }

    void beginWrite() {
        requireUncommitted();
        isAllSaved = false;
    }

    void allSaved() {
        isAllSaved = true;
    }

    /** The application goes on, and may change something in place. */
    void responseCommitted() {
        isResponseCommitted = true;
        isAllSaved = false;
    }

    void resume() {
        isResponseCommitted = false;
        isEnded = false;
    }

    /** Whether it had not ended before. */
    boolean end() {
        boolean isFirst = !isEnded;
        isEnded = true;
        return isFirst;
    }

    void requireNotEnded() {
        if (isEnded) {
            throw new IllegalStateException(
                    "this session belongs to a request that is over, and its visitor may be another by now: take the"
                            + " UserSession of the present request (a controller argument, or the injected one), and outside"
                            + " of requests use PerUser.withSession");
        }
    }

    void requireUncommitted() {
        requireNotEnded();
        if (isResponseCommitted) {
            throw new IllegalStateException(
                    "the response is already committed, so a change could no longer be saved before the"
                            + " client sees it: change the session earlier, or enlarge the response buffer");
        }
    }
}
