package dev.peruser;

import java.time.Duration;

/** Passes everything on to a listener and keeps what it throws from the request. */
final class QuietListener implements PerUserListener {
    private final PerUserListener listener;

    QuietListener(PerUserListener listener) {
        this.listener = listener;
    }

    @Override
    public void loaded(Duration time, long bytes) {
        quietly(() -> listener.loaded(time, bytes));
    }

    @Override
    public void recalled() {
        quietly(listener::recalled);
    }

    @Override
    public void loadFailed(RuntimeException reason) {
        quietly(() -> listener.loadFailed(reason));
    }

    @Override
    public void committed(Duration time, int rebases, long bytes) {
        quietly(() -> listener.committed(time, rebases, bytes));
    }

    @Override
    public void conflicted() {
        quietly(listener::conflicted);
    }

    @Override
    public void refreshed() {
        quietly(listener::refreshed);
    }

    @Override
    public void refused(RuntimeException reason) {
        quietly(() -> listener.refused(reason));
    }

    @Override
    public void absorbed(MergeReport report, Absorption how) {
        quietly(() -> listener.absorbed(report, how));
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

    @Override
    public void exported() {
        quietly(listener::exported);
    }

    @Override
    public void erased() {
        quietly(listener::erased);
    }

    private static void quietly(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            Log.warn("a PerUserListener threw", e);
        }
    }
}
