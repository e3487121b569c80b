package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.merge.DeclaredMerge;
import dev.peruser.internal.merge.MergeDeadlineException;
import dev.peruser.internal.merge.Patch;
import dev.peruser.internal.merge.PatchMerge;
import dev.peruser.internal.merge.ThreeWayMerge;
import dev.peruser.internal.values.Checkpoint;
import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** A merge ends when its request's time is over, and then nothing has happened. */
class MergeDeadlineTest {
    private static final int MANY = 20_000;
    private static final Attribute<List<Integer>> NUMBERS =
            Attribute.builder("numbers", new TypeReference<List<Integer>>() {}).build();

    private final JsonCodec codec = new JsonCodec(Limits.DEFAULT);

    private static List<Integer> numbers(int first) {
        return IntStream.range(first, first + MANY).boxed().collect(Collectors.toCollection(ArrayList::new));
    }

    private static Checkpoint over() {
        return MergeDeadlineException.checkpoint(Deadline.after(Duration.ZERO));
    }

    @Test
    void mergeOfChanges_endsAtTheDeadline_whateverItIsAbout() {
        List<Object> elements = List.of(1, "text", Map.of("a", 1), List.of(1), Map.of("id", 1, "n", 2));
        for (Object element : elements) {
            List<Object> base = new ArrayList<>(Collections.nCopies(MANY, element));
            List<Object> mine = new ArrayList<>(base.subList(0, MANY / 2));
            List<Object> theirs = new ArrayList<>(Collections.nCopies(MANY, "theirs"));
            Patch patch = new Patch("list", codec.encodePlain(base), codec.encodePlain(mine), Patch.WhenAbsent.REMOVED);
            byte[] stored = StoredAttribute.of(codec.encodePlain(theirs), null).bytes();
            PatchMerge merge = new PatchMerge(codec, Instant.EPOCH, null, ThreeWayMerge.Missing.WAS_REMOVED, over());
            assertThatExceptionOfType(MergeDeadlineException.class)
                    .isThrownBy(() -> merge.merge(patch, stored))
                    .withMessageContaining("peruser.deadline")
                    .withMessageContaining("nothing was saved");
        }
    }

    @Test
    void mergeOfFewValues_asksNoClock() {
        Patch patch = new Patch(
                "list", codec.encodePlain(List.of(1)), codec.encodePlain(List.of(1, 2)), Patch.WhenAbsent.REMOVED);
        byte[] stored =
                StoredAttribute.of(codec.encodePlain(List.of(1, 3)), null).bytes();
        PatchMerge merge = new PatchMerge(codec, Instant.EPOCH, null, ThreeWayMerge.Missing.WAS_REMOVED, over());
        assertThat(new String(merge.merge(patch, stored), java.nio.charset.StandardCharsets.UTF_8))
                .endsWith("[1,3,2]");
    }

    /** Of its time, the sign-in has half for the merge; here the rule alone takes more. */
    @Test
    void signInThatTakesTooLong_goesThrough_andIsMergedByAServerWithMoreTime() {
        InMemorySessionStore store = new InMemorySessionStore();
        Duration deadline = Duration.ofSeconds(4);
        List<RuntimeException> failed = new ArrayList<>();
        TestEngine patient = new TestEngine(store, builder -> builder.attribute(points(Merger.sum())));
        TestEngine hurried = new TestEngine(
                store,
                builder -> builder.attribute(points((user, guest) -> {
                            LockSupport.parkNanos(deadline.toNanos() * 5 / 8);
                            return user + guest;
                        }))
                        .deadline(deadline)
                        .listener(new PerUserListener() {
                            @Override
                            public void absorbFailed(RuntimeException reason) {
                                failed.add(reason);
                            }
                        }));
        patient.browser().signIn("ada").request(session -> session.put("points", 1));
        TestEngine.Browser guest = patient.browser();
        guest.request(session -> session.put("points", 2));
        TestEngine.Browser there = hurried.browser().signIn("ada");
        guest.tokens().forEach(there::present);

        there.request(session -> assertThat(session.get("points")).contains(1));

        assertThat(failed).singleElement().isInstanceOf(MergeDeadlineException.class);
        assertThat(there.tokens()).hasSize(1);
        guest.signIn("ada").request(session -> assertThat(session.get("points")).contains(3));
    }

    private static Attribute<Integer> points(Merger<Integer> rule) {
        return Attribute.builder("points", Integer.class).mergeBy(rule).build();
    }

    @Test
    void rebaseOfALargeValue_endsAtTheDeadline() {
        InMemorySessionStore store = new InMemorySessionStore();
        Limits large = Limits.DEFAULT.withAttributeBytes(32_000_000).withSessionBytes(64_000_000);
        TestEngine patient = new TestEngine(store, builder -> builder.limits(large));
        TestEngine hurried =
                new TestEngine(store, builder -> builder.limits(large).deadline(Duration.ofMillis(300)));
        TestEngine.Browser desk = patient.browser().signIn("ada");
        desk.request(session ->
                session.put("numbers", IntStream.range(0, 40 * MANY).boxed().toList()));
        Visit visit = hurried.browser().signIn("ada").begin();
        Collections.reverse(visit.session().list("numbers"));
        desk.request(session -> session.list("numbers").add("theirs"));
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(visit::commit)
                .withMessageContaining("deadline");
        List<Object> stored = desk.ask(session -> session.list("numbers"));
        assertThat(stored).hasSize(40 * MANY + 1).startsWith(0, 1).endsWith("theirs");
    }

    @Test
    void signInsMerge_endsWhereItIsTold() {
        for (MergeBehavior.Kind left : MergeBehavior.Kind.values()) {
            for (MergeBehavior.Kind right : MergeBehavior.Kind.values()) {
                if (left != MergeBehavior.Kind.SCALAR || right != MergeBehavior.Kind.SCALAR) {
                    assertThatExceptionOfType(MergeDeadlineException.class)
                            .as("%s×%s", left, right)
                            .isThrownBy(() -> MergeBehavior.RETAINMENT_PRECEDENT.mergeSharing(
                                    Map.of("a", value(left)),
                                    Map.of("a", value(right)),
                                    () -> MergeDeadlineException.check(Deadline.after(Duration.ZERO))));
                }
            }
        }
        assertThatExceptionOfType(MergeDeadlineException.class)
                .isThrownBy(() -> new DeclaredMerge(codec, over()).merge(NUMBERS, stored(0), stored(7)));
        assertThat(new DeclaredMerge(codec).merge(NUMBERS, stored(0), stored(7)))
                .isPresent();
    }

    private byte[] stored(int first) {
        return StoredAttribute.of(codec.encode("numbers", NUMBERS, numbers(first)), null)
                .bytes();
    }

    private static Object value(MergeBehavior.Kind kind) {
        return switch (kind) {
            case SCALAR -> "text";
            case LIST -> numbers(0);
            case MAP -> {
                Map<String, Object> map = new LinkedHashMap<>();
                numbers(0).forEach(number -> map.put("k" + number, number));
                yield map;
            }
        };
    }

    @Test
    void largeMerge_looksOften_andASmallOneNever() {
        AtomicInteger looks = new AtomicInteger();
        Map<String, Object> few = Map.of("a", List.of(1, 2, 3));
        MergeBehavior.RETAINMENT_PRECEDENT.mergeSharing(few, few, looks::incrementAndGet);
        assertThat(looks).hasValue(0);
        MergeBehavior.RETAINMENT_PRECEDENT.mergeSharing(
                Map.of("a", numbers(0)), Map.of("a", Map.of("x", 1)), looks::incrementAndGet);
        assertThat(looks).hasValueBetween(MANY / 1_024, 10 * MANY / 1_024);
    }
}
