package dev.peruser.internal.signin;

import dev.peruser.Attribute;
import dev.peruser.MergeBehavior;
import dev.peruser.MergeReport;
import dev.peruser.SessionDataException;
import dev.peruser.SessionMerger;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.merge.DeclaredMerge;
import dev.peruser.internal.merge.MergeDeadlineException;
import dev.peruser.internal.record.Undecided;
import dev.peruser.store.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Merges the attributes of a guest into those of a user.
 *
 * <ol>
 *   <li>Attributes whose names start with two underscores, and expired ones, are not carried; the report names the
 *       former.
 *   <li>What the user has not is carried as it is stored, with its expiry.
 *   <li>Declared attributes merge by their own rule, or by the default one for types; the type never changes.
 *   <li>All others merge by the {@link MergeBehavior}.
 *   <li>A {@link SessionMerger} replaces the last three rules.
 *   <li>What both have, and another version has declared and this one doesn't know, is not decided here: the user's
 *       stays, and the guest's is {@linkplain Undecided kept} beside it.
 *   <li>What can't be read, or would exceed a limit, leaves the user's as it is; the guest's is kept in the report.
 * </ol>
 *
 * <p>Whatever a rule of the application throws is let through: then nothing has happened.
 */
public final class SignInMerge {
    private final EngineContext engine;
    private final GuestMerge guestMerge;

    SignInMerge(EngineContext engine) {
        this.engine = engine;
        this.guestMerge = new GuestMerge(engine);
    }

    /** The user's attributes after the merge, and what was done. */
    record Merged(Map<String, byte[]> attributes, List<MergeReport.Entry> entries) {}

    /** Merges two sessions of one guest; nothing is reported. */
    Merged mergeGuests(Map<String, byte[]> one, Map<String, byte[]> other, Deadline deadline) {
        return new Merged(guestMerge.merge(one, other, deadline), List.of());
    }

    /**
     * Merges.
     *
     * @throws MergeDeadlineException if it takes longer than that
     */
    Merged merge(Map<String, byte[]> user, Map<String, byte[]> guest, Deadline deadline) {
        try {
            return new Merging(user, guest, deadline).merge();
        } catch (StackOverflowError | LinkageError | AssertionError e) {
            throw new IllegalStateException(
                    "a merge rule failed with a " + e.getClass().getName(), e);
        }
    }

    /** One merge. */
    private final class Merging {
        private final Instant now = engine.storage().now();
        private final Map<String, byte[]> user;
        private final Map<String, byte[]> guest = new LinkedHashMap<>();
        private final Set<String> special = new LinkedHashSet<>();
        private final Map<String, byte[]> result;
        private final Deadline deadline;
        private final UndecidedMerge undecided;
        private final Set<String> unreadable = new HashSet<>();
        private final Set<String> tooLarge = new HashSet<>();

        Merging(Map<String, byte[]> user, Map<String, byte[]> guest, Deadline deadline) {
            this.deadline = deadline;
            this.user = StoredAttribute.unexpired(user, now);
            this.result = new LinkedHashMap<>(this.user);
            this.undecided = new UndecidedMerge(engine, false, user, guest);
            StoredAttribute.unexpired(guest, now).forEach((name, bytes) -> {
                if (Attribute.isCarried(name)) {
                    this.guest.put(name, bytes);
                } else if (!name.startsWith(Attribute.RESERVED)) {
                    special.add(name);
                }
            });
        }

        Merged merge() {
            leaveUndecided();
            Optional<SessionMerger> merger = engine.settings().sessionMerger();
            if (merger.isPresent()) {
                mergeWhole(merger.get());
            } else {
                mergeDeclared();
                mergeOthers();
            }
            MergeDeadlineException.check(deadline); // what has to be claimed and saved needs time, too
            undecided.write(result);
            return new Merged(
                    result,
                    new MergeOutcomes(engine, user, guest, result, undecided.left(), unreadable, tooLarge)
                            .conclude(special));
        }

        private void leaveUndecided() {
            guest.forEach((name, bytes) -> {
                switch (undecided.meet(name, user.get(name), bytes)) {
                    case CARRIED -> result.put(name, bytes);
                    case TOO_MUCH -> tooLarge.add(name);
                    case NOT_LEFT, LEFT -> {
                        // decided below, or the user's stays
                    }
                }
            });
        }

        private boolean isLeft(String name) {
            return engine.isDeclaredElsewhere(name, user.get(name))
                    || engine.isDeclaredElsewhere(name, guest.get(name));
        }

        private void mergeDeclared() {
            guest.forEach((name, bytes) -> {
                MergeDeadlineException.check(deadline);
                @Nullable Attribute<?> declared = engine.registry().find(name);
                byte @Nullable [] before = user.get(name);
                if (declared != null && before == null) {
                    result.put(name, bytes);
                } else if (declared != null && before != null) {
                    mergeDeclared(declared, before, bytes);
                }
            });
        }

        private void mergeDeclared(Attribute<?> declared, byte[] before, byte[] guests) {
            String name = declared.name();
            try {
                new DeclaredMerge(engine.codec(), MergeDeadlineException.checkpoint(deadline))
                        .merge(declared, before, guests)
                        .ifPresentOrElse(merged -> result.put(name, merged), () -> unreadable.add(name));
            } catch (ArithmeticException e) {
                if (!declared.isMergedAsNumber()) {
                    throw e;
                }
                tooLarge.add(name); // no number of the type holds the sum: the user's stays
            }
        }

        private void mergeOthers() {
            MergeBehavior behavior = engine.settings().behavior();
            Map<String, @Nullable Object> users = new LinkedHashMap<>();
            Map<String, @Nullable Object> guests = new LinkedHashMap<>();
            guest.forEach((name, bytes) -> {
                if (engine.registry().find(name) == null && !isLeft(name)) {
                    collect(name, guests, bytes);
                }
            });
            user.forEach((name, bytes) -> {
                boolean meets = guests.containsKey(name) || !behavior.mergesMapsByKey();
                if (meets && engine.registry().find(name) == null && Attribute.isCarried(name) && !isLeft(name)) {
                    collect(name, users, bytes);
                    if (unreadable.contains(name)) {
                        guests.remove(name);
                    }
                }
            });
            Map<String, @Nullable Object> merged =
                    behavior.mergeSharing(users, guests, () -> MergeDeadlineException.check(deadline));
            users.keySet().stream().filter(name -> !merged.containsKey(name)).forEach(result::remove);
            merged.forEach((name, value) -> {
                boolean isCarriedAsItIs = guests.containsKey(name) && !users.containsKey(name);
                byte @Nullable [] carried = guest.get(name);
                if (isCarriedAsItIs && carried != null) {
                    result.put(name, carried);
                } else {
                    putIfNotTooDeep(name, value);
                }
            });
        }

        private void putIfNotTooDeep(String name, @Nullable Object merged) {
            try {
                result.put(name, encode(name, null, merged));
            } catch (SessionDataException e) {
                tooLarge.add(name); // both sides kept the limit, their sum doesn't: the user's stays
            }
        }

        private void collect(String name, Map<String, @Nullable Object> values, byte[] bytes) {
            try {
                values.put(
                        name,
                        engine.codec()
                                .decode(
                                        name,
                                        null,
                                        StoredAttribute.parse(name, bytes).json()));
            } catch (SessionDataException e) {
                unreadable.add(name);
            }
        }

        private byte[] encode(String name, @Nullable Attribute<?> declared, @Nullable Object value) {
            Optional<Duration> life = Optional.ofNullable(declared).flatMap(Attribute::expiry);
            return StoredAttribute.of(
                            engine.codec().encode(name, declared, value),
                            life.map(time -> new StoredAttribute.Expiry(now.plus(time), now))
                                    .orElse(null),
                            declared != null)
                    .bytes();
        }

        private void mergeWhole(SessionMerger merger) {
            Map<String, @Nullable Object> users = decoded(user);
            Map<String, @Nullable Object> guests = decoded(guest);
            List<String> before = List.copyOf(users.keySet());
            Map<String, @Nullable Object> merged = merger.merge(users, guests);
            before.stream().filter(name -> !merged.containsKey(name)).forEach(result::remove);
            merged.forEach((name, value) -> {
                if (!unreadable.contains(name)) {
                    result.put(Attribute.requireName(name), asStored(name, value));
                }
            });
        }

        /**
         * As it is stored if it is one side's value, with its expiry and fields that its class doesn't know; else as a
         * new value.
         */
        private byte[] asStored(String name, @Nullable Object value) {
            @Nullable Attribute<?> declared = engine.registry().find(name);
            byte[] encoded = encode(name, declared, value);
            byte[] json = StoredAttribute.parse(name, encoded).json();
            byte @Nullable [] users = user.get(name);
            byte @Nullable [] guests = guest.get(name);
            if (users != null && Arrays.equals(json, asRead(name, declared, users))) {
                return users;
            }
            return guests != null && Arrays.equals(json, asRead(name, declared, guests)) ? guests : encoded;
        }

        private byte[] asRead(String name, @Nullable Attribute<?> declared, byte[] bytes) {
            byte[] json = StoredAttribute.parse(name, bytes).json();
            return engine.codec().encode(name, declared, engine.codec().decode(name, declared, json));
        }

        private Map<String, @Nullable Object> decoded(Map<String, byte[]> attributes) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            attributes.forEach((name, bytes) -> {
                if (!name.startsWith(Attribute.RESERVED) && !isLeft(name)) {
                    try {
                        byte[] json = StoredAttribute.parse(name, bytes).json();
                        values.put(
                                name,
                                engine.codec().decode(name, engine.registry().find(name), json));
                    } catch (SessionDataException e) {
                        unreadable.add(name);
                    }
                }
            });
            return values;
        }
    }
}
