package dev.peruser;

import java.time.Duration;

/** Passes everything on to a listener and keeps what it throws from the request. */
final class QuietListener implements PerUserListener {
    private final PerUserListener listener;

    QuietListener(PerUserListener listener) {
        this.listener = listener;
    }

    @Override
    public void loaded(Duration time) {
        quietly(() -> listener.loaded(time));
    }

    @Override
    public void committed(Duration time, int conflicts) {
        quietly(() -> listener.committed(time, conflicts));
    }

    @Override
    public void refused(RuntimeException reason) {
        quietly(() -> listener.refused(reason));
    }

    @Override
    public void absorbed(MergeReport report) {
        quietly(() -> listener.absorbed(report));
    }

    @Override
    public void absorbFailed(RuntimeException reason) {
        quietly(() -> listener.absorbFailed(reason));
    }

    @Override
    public void changedTooLate() {
        quietly(listener::changedTooLate);
    }

    @Override
    public void purged(int sessions) {
        quietly(() -> listener.purged(sessions));
    }

    private static void quietly(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            Log.warn("a PerUserListener threw", e);
        }
    }
}
