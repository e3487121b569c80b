package dev.peruser.it.scale;

import dev.peruser.it.scale.Figures.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The way from measured figures to machines, line by line. */
final class Plan {
    static final double HITS = 0.8;

    /** How much one Redis holds, so that a replica can be filled anew in minutes. */
    static final double SHARD_BYTES = 25e9;
    /** How busy Redis' one thread for commands may be at the busiest time. */
    static final double REDIS_BUSY = 0.5;

    static final double CORES = 16;
    static final double CORES_BUSY = 0.6;
    /** The log that a database server writes, sends to its standby, and archives. */
    static final double LOG_BYTES = 150e6;
    /** Until dead rows are reused. */
    static final double ROOM = 1.3;

    static final double CHECKPOINT_SECONDS = 900;
    static final double PARTITION_BYTES = 10e9;
    static final double GUEST_DAYS = 30;
    static final double USER_DAYS = 365;
    /** What a near cache holds, by its default, and what a copy takes beside its bytes. */
    static final double NEAR_CACHE_BYTES = 64 << 20;

    static final double COPY_EXTRA = 200;
    private static final double DAY = 86_400;

    private final List<Line> lines = new ArrayList<>();

    private Plan() {}

    /**
     * One step of the arithmetic.
     *
     * @param what it is about
     * @param arithmetic how it is got
     * @param value what comes out
     * @param result the same with its unit
     */
    record Line(String what, String arithmetic, double value, String result) {}

    /** On a Redis Cluster with one replica for each master. */
    static List<Line> redis(Step step, double fragmentation, Demand demand) {
        Plan plan = new Plan();
        double bytes = step.bytes();
        double load = step.get("load.cpu");
        double save = step.get("save.cpu");
        double signIn = step.get("sign-in.cpu");
        plan.demand(demand);
        double memory = plan.add(
                "memory of all sessions, GB",
                demand.sessions() * bytes / 1e9,
                "%s × %s bytes",
                millions(demand.sessions()),
                whole(bytes));
        double cores = plan.add(
                "processor of all masters, cores",
                demand.perSecond(load, save, signIn) / 1e6,
                "%s × %s µs + %s × %s µs + %s × %s µs",
                whole(demand.loads()),
                one(load),
                whole(demand.saves()),
                one(save),
                whole(demand.signIns()),
                whole(signIn));
        double forMemory = plan.addUp(
                "shards for the memory",
                memory * 1e9 / SHARD_BYTES,
                "%s / %s GB",
                whole(memory),
                whole(SHARD_BYTES / 1e9));
        double forCores =
                plan.addUp("shards for the processor", cores / REDIS_BUSY, "%s / %s", one(cores), one(REDIS_BUSY));
        double shards = plan.add("**shards**", Math.max(forMemory, forCores), "the larger");
        plan.add("servers, with a replica for each", shards * 2, "%s × 2", whole(shards));
        plan.add(
                "memory that a server needs, GB",
                memory / shards * fragmentation * 1.5,
                "%s / %s × %s held × 1.5 for the copy while a replica is filled",
                whole(memory),
                whole(shards),
                Tables.decimal(fragmentation));
        double calls = step.get("sign-in.loads") + step.get("sign-in.writes");
        plan.add(
                "commands of a master in a second",
                demand.perSecond(1, 1, calls) / shards,
                "(%s + %s + %s × %s) / %s",
                whole(demand.loads()),
                whole(demand.saves()),
                one(calls),
                whole(demand.signIns()),
                whole(shards));
        double out = plan.add(
                "network out of all masters, MB/s",
                demand.perSecond(step.get("load.sent"), step.get("save.sent"), step.get("sign-in.sent")) / 1e6,
                "%s × %s bytes + %s × %s + %s × %s",
                whole(demand.loads()),
                whole(step.get("load.sent")),
                whole(demand.saves()),
                whole(step.get("save.sent")),
                whole(demand.signIns()),
                whole(step.get("sign-in.sent")));
        double in = plan.add(
                "network into all masters, MB/s",
                demand.perSecond(step.get("load.received"), step.get("save.received"), step.get("sign-in.received"))
                        / 1e6,
                "%s × %s bytes + %s × %s + %s × %s",
                whole(demand.loads()),
                whole(step.get("load.received")),
                whole(demand.saves()),
                whole(step.get("save.received")),
                whole(demand.signIns()),
                whole(step.get("sign-in.received")));
        double log = plan.add(
                "append-only files, and the same to replicas, MB/s",
                demand.perSecond(0, step.get("save.log"), step.get("sign-in.log")) / 1e6,
                "%s × %s bytes + %s × %s",
                whole(demand.saves()),
                whole(step.get("save.log")),
                whole(demand.signIns()),
                whole(step.get("sign-in.log")));
        plan.add(
                "network of a master, Mbit/s",
                (out + in + log) * 8 / shards,
                "(%s + %s + %s) × 8 / %s",
                whole(out),
                whole(in),
                whole(log),
                whole(shards));
        plan.add(
                "append-only file of a shard, GB an hour",
                log * 3.6 / shards,
                "%s × 3,600 s / %s",
                whole(log),
                whole(shards));
        plan.add("connections to a master", demand.applicationServers(), "one of each application server");
        if (demand.hits() > 0) {
            double copy = step.get("load.sent") + COPY_EXTRA;
            double copies = plan.add(
                    "copies in all near caches, millions",
                    demand.applicationServers() * NEAR_CACHE_BYTES / copy / 1e6,
                    "%s × 64 MB / %s bytes",
                    whole(demand.applicationServers()),
                    whole(copy));
            plan.add(
                    "memory of a master to track them, MB",
                    copies * step.get("tracking") / shards,
                    "%s million × %s bytes / %s",
                    one(copies),
                    whole(step.get("tracking")),
                    whole(shards));
            plan.add(
                    "copies for each master",
                    copies * 1e6 / shards,
                    "%s million / %s; `tracking-table-max-keys` is 1,000,000",
                    one(copies),
                    whole(shards));
        }
        plan.add(
                "changes of one session in a second, at most",
                1e6 / (load + save),
                "1,000,000 / (%s + %s)",
                one(load),
                one(save));
        plan.add("moved when a shard is added, GB", memory / (shards + 1), "%s / %s", whole(memory), whole(shards + 1));
        return plan.lines;
    }

    /** On PostgreSQL servers, each with a table that is divided by hash of the key. */
    static List<Line> postgres(Step step, Demand demand) {
        Plan plan = new Plan();
        double load = step.get("load.cpu");
        double save = step.get("save.cpu") + step.get("vacuum.cpu");
        double signIn = step.get("sign-in.cpu");
        plan.demand(demand);
        double heap = step.get("size.heap") + step.get("size.toast");
        double index = step.get("size.index.key") + step.get("size.index.expiry");
        double table = plan.add(
                "tables, GB",
                demand.sessions() * heap * ROOM / 1e9,
                "%s × %s bytes × %s",
                millions(demand.sessions()),
                whole(heap),
                one(ROOM));
        double indexes = plan.add(
                "indexes, GB",
                demand.sessions() * index * ROOM / 1e9,
                "%s × %s bytes × %s",
                millions(demand.sessions()),
                whole(index),
                one(ROOM));
        double cores = plan.add(
                "processor of all primaries, cores",
                demand.perSecond(load, save, signIn) / 1e6,
                "%s × %s µs + %s × %s µs, with its share of vacuum, + %s × %s µs",
                whole(demand.loads()),
                whole(load),
                whole(demand.saves()),
                whole(save),
                whole(demand.signIns()),
                whole(signIn));
        double touches = demand.perSecond(0, step.touches("save"), step.touches("sign-in"));
        double pages = (table + indexes) * 1e9 / PageImages.PAGE;
        double images = plan.add(
                "page images in a second",
                PageImages.of(pages, touches * CHECKPOINT_SECONDS) / CHECKPOINT_SECONDS,
                "(%s × %s + %s × %s) pages touched, a checkpoint each %s s",
                whole(demand.saves()),
                Tables.decimal(step.touches("save")),
                whole(demand.signIns()),
                Tables.decimal(step.touches("sign-in")),
                whole(CHECKPOINT_SECONDS));
        double saveRecords = Prediction.records(step, "save");
        double signInRecords = Prediction.records(step, "sign-in");
        double ofRecords = plan.add(
                "write-ahead log: changes, MB/s",
                demand.perSecond(0, saveRecords, signInRecords) / 1e6,
                "%s × %s bytes + %s × %s",
                whole(demand.saves()),
                whole(saveRecords),
                whole(demand.signIns()),
                whole(signInRecords));
        double ofImages = plan.add(
                "write-ahead log: page images, MB/s",
                images * step.get("save.image-bytes") / 1e6,
                "%s × %s bytes",
                whole(images),
                whole(step.get("save.image-bytes")));
        double ofVacuum = plan.add(
                "write-ahead log: vacuum, MB/s",
                demand.saves() * step.get("vacuum.log") / 1e6,
                "%s × %s bytes",
                whole(demand.saves()),
                whole(step.get("vacuum.log")));
        double log = plan.add(
                "write-ahead log, MB/s",
                ofRecords + ofImages + ofVacuum,
                "%s + %s + %s",
                whole(ofRecords),
                whole(ofImages),
                whole(ofVacuum));
        double forCores = plan.addUp(
                "primaries for the processor",
                cores / (CORES * CORES_BUSY),
                "%s / (%s × %s)",
                one(cores),
                whole(CORES),
                one(CORES_BUSY));
        double forLog = plan.addUp(
                "primaries for the log", log * 1e6 / LOG_BYTES, "%s / %s", whole(log), whole(LOG_BYTES / 1e6));
        double servers = plan.add("**primaries**", Math.max(forCores, forLog), "the larger");
        plan.add("servers, with a standby for each", servers * 2, "%s × 2", whole(servers));
        double rows = plan.add(
                "rows of a primary, millions",
                demand.sessions() / servers / 1e6,
                "%s / %s",
                millions(demand.sessions()),
                whole(servers));
        double disk = plan.add(
                "disk of a primary, GB",
                (table + indexes) / servers,
                "(%s + %s) / %s",
                whole(table),
                whole(indexes),
                whole(servers));
        plan.addUp(
                "partitions of a primary",
                disk * 1e9 / PARTITION_BYTES,
                "%s / %s GB",
                whole(disk),
                whole(PARTITION_BYTES / 1e9));
        plan.add(
                "indexes of a primary, GB, to be held in memory",
                indexes / servers,
                "%s / %s",
                whole(indexes),
                whole(servers));
        plan.add(
                "commits of a primary in a second",
                demand.perSecond(0, 1, step.get("sign-in.writes")) / servers,
                "(%s + %s × %s) / %s",
                whole(demand.saves()),
                one(step.get("sign-in.writes")),
                whole(demand.signIns()),
                whole(servers));
        plan.add(
                "statements of a primary at one time",
                demand.perSecond(step.get("load.median"), step.get("save.median"), step.get("sign-in.median"))
                        / 1e6
                        / servers,
                "(%s × %s µs + %s × %s µs + %s × %s µs) / %s",
                whole(demand.loads()),
                whole(step.get("load.median")),
                whole(demand.saves()),
                whole(step.get("save.median")),
                whole(demand.signIns()),
                whole(step.get("sign-in.median")),
                whole(servers));
        plan.add(
                "connections without a pooler",
                demand.applicationServers() * 4,
                "%s × 4",
                whole(demand.applicationServers()));
        plan.add(
                "minutes until a fifth of a partition's rows were saved",
                rows * 1e6 / 5 / (demand.saves() / servers) / 60,
                "%s million / 5 / (%s / %s) / 60 s",
                one(rows),
                whole(demand.saves()),
                whole(servers));
        double expiring = plan.add(
                "sessions that expire in a second",
                demand.guests() / GUEST_DAYS / DAY + demand.users() / USER_DAYS / DAY,
                "%s / %s d + %s / %s d",
                millions(demand.guests()),
                whole(GUEST_DAYS),
                millions(demand.users()),
                whole(USER_DAYS));
        plan.add(
                "processor time to purge them, µs a second, in all",
                expiring * step.get("purge.cpu"),
                "%s × %s µs",
                one(expiring),
                one(step.get("purge.cpu")));
        return plan.lines;
    }

    private void demand(Demand demand) {
        add(
                "sessions, millions",
                demand.sessions() / 1e6,
                "%s users + %s guests",
                millions(demand.users()),
                millions(demand.guests()));
        add(
                "loads in a second",
                demand.loads(),
                "%s × (%s + %s) × %s",
                whole(demand.requests()),
                Tables.decimal(demand.mix().reads()),
                Tables.decimal(demand.mix().changes()),
                one(1 - demand.hits()));
        add(
                "saves in a second",
                demand.saves(),
                "%s × %s",
                whole(demand.requests()),
                Tables.decimal(demand.mix().changes()));
        add(
                "sign-ins in a second",
                demand.signIns(),
                "%s × %s",
                whole(demand.requests()),
                Tables.decimal(demand.mix().signIns()));
    }

    private double add(String what, double value, String arithmetic, Object... parts) {
        lines.add(new Line(what, arithmetic.formatted(parts), value, shown(value)));
        return value;
    }

    /** Whole machines only. */
    private double addUp(String what, double value, String arithmetic, Object... parts) {
        return add(what, Math.ceil(value), arithmetic + ", rounded up", parts);
    }

    private static String shown(double value) {
        return value >= 20 || value == Math.rint(value) ? whole(value) : one(value);
    }

    private static String millions(double value) {
        return whole(value / 1e6) + " million";
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String one(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
