package dev.peruser.benchmarks.sidebyside;

/** A subject with a name, whose traffic is counted, and which closes what it uses. */
abstract class MeteredSubject implements Subject {
    private final String name;
    private final Meter meter;
    private final AutoCloseable resources;

    MeteredSubject(String name, Meter meter, AutoCloseable resources) {
        this.name = name;
        this.meter = meter;
        this.resources = resources;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Traffic traffic() throws Exception {
        return meter.read();
    }

    @Override
    public final void close() throws Exception {
        resources.close();
    }

    static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("a session or an answer is not as it should be");
        }
    }
}
