package dev.peruser.spring.actuate;

import dev.peruser.MergeReport;
import dev.peruser.PerUserListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells Micrometer's registries what happens; what each meter means is in docs/operate/operations.md. */
final class PerUserMetrics implements PerUserListener, MeterBinder {
    private final List<Meters> registries = new CopyOnWriteArrayList<>();

    @Override
    public void bindTo(MeterRegistry registry) {
        registries.add(new Meters(registry));
    }

    private void each(Consumer<Meters> event) {
        registries.forEach(event);
    }

    @Override
    public void loaded(Duration time, long bytes) {
        each(meters -> {
            meters.load.record(time);
            meters.loadedSize.record((double) bytes);
        });
    }

    @Override
    public void recalled() {
        each(meters -> meters.recalled.increment());
    }

    @Override
    public void loadFailed(RuntimeException reason) {
        each(meters -> meters.failed("load", reason));
    }

    @Override
    public void committed(Duration time, int rebases, long bytes) {
        each(meters -> {
            meters.commit.record(time);
            meters.rebases.increment(rebases);
            meters.committedSize.record((double) bytes);
        });
    }

    @Override
    public void conflicted() {
        each(meters -> meters.conflicts.increment());
    }

    @Override
    public void refreshed() {
        each(meters -> meters.refreshes.increment());
    }

    @Override
    public void refused(RuntimeException reason) {
        each(meters -> meters.failed("commit", reason));
    }

    @Override
    public void absorbed(MergeReport report, Absorption how) {
        each(meters -> {
            switch (how) {
                case AT_ONCE -> meters.absorbed.increment();
                case LATER -> meters.absorbedLater.increment();
                case GUESTS -> meters.guestsJoined.increment();
            }
        });
    }

    @Override
    public void absorbFailed(RuntimeException reason) {
        each(meters -> {
            meters.absorbFailed.increment();
            meters.failed("merge", reason);
        });
    }

    @Override
    public void changedTooLate() {
        each(meters -> meters.lateChanges.increment());
    }

    @Override
    public void purged(int sessions) {
        each(meters -> meters.purged.increment(sessions));
    }

    @Override
    public void clockCompared(Duration ahead) {
        each(meters -> meters.clockDifference.record(ahead.abs()));
    }

    @Override
    public void exported() {
        each(meters -> meters.exported.increment());
    }

    @Override
    public void erased() {
        each(meters -> meters.erased.increment());
    }
}
