package dev.peruser.benchmarks;

import dev.peruser.MergeBehavior;
import dev.peruser.benchmarks.parts.BenchCarts;
import dev.peruser.benchmarks.parts.Part;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The sign-in merge of two carts of 50 lines, in memory. */
public class MergeBehaviorBenchmark extends Part {
    @Param({"LEFT_PRECEDENT", "RIGHT_PRECEDENT", "STORAGE_PRECEDENT", "RETAINMENT_PRECEDENT"})
    private String behavior;

    private MergeBehavior rules;
    private Map<String, Object> user;
    private Map<String, Object> guest;

    /** Reads the carts; what comes of them must be what Hash::Merge makes. */
    @Setup
    public void read() {
        rules = behavior(behavior);
        BenchCarts carts = BenchCarts.read();
        user = carts.left();
        guest = carts.right();
        Map<String, Object> expected = carts.result().get(behavior);
        if (!mergeCarts().equals(expected) || !mergeCartsAtSignIn().equals(expected)) {
            throw new IllegalStateException(behavior + " gives another cart than Hash::Merge does");
        }
    }

    private static MergeBehavior behavior(String name) {
        return switch (name) {
            case "LEFT_PRECEDENT" -> MergeBehavior.LEFT_PRECEDENT;
            case "RIGHT_PRECEDENT" -> MergeBehavior.RIGHT_PRECEDENT;
            case "STORAGE_PRECEDENT" -> MergeBehavior.STORAGE_PRECEDENT;
            case "RETAINMENT_PRECEDENT" -> MergeBehavior.RETAINMENT_PRECEDENT;
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** As the engine does it at a sign-in: both were decoded for that. */
    @Benchmark
    public Map<String, ?> mergeCartsAtSignIn() {
        return rules.mergeSharing(user, guest);
    }

    /** As an application may do it: the result shares nothing with the two. */
    @Benchmark
    public Map<String, ?> mergeCarts() {
        return rules.merge(user, guest);
    }
}
