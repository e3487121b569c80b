package dev.peruser.internal.commit;

import dev.peruser.MergeReport;
import dev.peruser.PerUserListener;
import dev.peruser.internal.storage.Log;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Passes everything on to all listeners and keeps what they throw from the request. */
public final class QuietListener implements PerUserListener {
    private final List<PerUserListener> listeners;

    public QuietListener(List<PerUserListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /** Whether nobody listens, so that nothing need be measured. */
    public boolean isAlone() {
        return listeners.isEmpty();
    }

    @Override
    public void loaded(Duration time, long bytes) {
        quietly(listener -> listener.loaded(time, bytes));
    }

    @Override
    public void recalled() {
        quietly(PerUserListener::recalled);
    }

    @Override
    public void loadFailed(RuntimeException reason) {
        quietly(listener -> listener.loadFailed(reason));
    }

    @Override
    public void committed(Duration time, int rebases, long bytes) {
        quietly(listener -> listener.committed(time, rebases, bytes));
    }

    @Override
    public void conflicted() {
        quietly(PerUserListener::conflicted);
    }

    @Override
    public void refreshed() {
        quietly(PerUserListener::refreshed);
    }

    @Override
    public void refused(RuntimeException reason) {
        quietly(listener -> listener.refused(reason));
    }

    @Override
    public void absorbed(MergeReport report, Absorption how) {
        quietly(listener -> listener.absorbed(report, how));
    }

    @Override
    public void absorbFailed(RuntimeException reason) {
        quietly(listener -> listener.absorbFailed(reason));
    }

    @Override
    public void changedTooLate() {
        quietly(PerUserListener::changedTooLate);
    }

    @Override
    public void purged(int sessions) {
        quietly(listener -> listener.purged(sessions));
    }

    @Override
    public void clockCompared(Duration ahead) {
        quietly(listener -> listener.clockCompared(ahead));
    }

    @Override
    public void exported() {
        quietly(PerUserListener::exported);
    }

    @Override
    public void erased() {
        quietly(PerUserListener::erased);
    }

    private void quietly(Consumer<PerUserListener> call) {
        for (PerUserListener listener : listeners) {
            try {
                call.accept(listener);
            } catch (RuntimeException e) {
                Log.warn("peruser.listener-failed: a PerUserListener threw", e);
            }
        }
    }
}
