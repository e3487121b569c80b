package dev.peruser.internal;

import dev.peruser.Attribute;
import dev.peruser.Limits;
import dev.peruser.MergeBehavior;
import dev.peruser.PerUser;
import dev.peruser.PerUserListener;
import dev.peruser.SessionMerger;
import dev.peruser.SignInPolicy;
import dev.peruser.UserRecords;
import dev.peruser.internal.codec.AttributeRegistry;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.MapperOptions;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.commit.QuietListener;
import dev.peruser.internal.commit.Settings;
import dev.peruser.internal.storage.Bulkhead;
import dev.peruser.internal.storage.KeyLocks;
import dev.peruser.internal.storage.Log;
import dev.peruser.internal.storage.SessionLocations;
import dev.peruser.internal.storage.Storage;
import dev.peruser.internal.storage.StoreClock;
import dev.peruser.internal.values.Durations;
import dev.peruser.internal.values.RandomSource;
import dev.peruser.store.SessionStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.json.JsonMapper;

/** Builds {@link StandardPerUser}. Not safe for use by many threads. */
public final class StandardBuilder implements PerUser.Builder {
    private final SessionStore store;
    private final List<Attribute<?>> attributes = new ArrayList<>();
    private final List<JacksonModule> jacksonModules = new ArrayList<>();
    private final List<Consumer<JsonMapper.Builder>> mapperCustomizers = new ArrayList<>();
    private final List<String> mistakes = new ArrayList<>();
    private MergeBehavior behavior = MergeBehavior.RETAINMENT_PRECEDENT;
    private @Nullable SessionMerger sessionMerger;
    private @Nullable SignInPolicy signInPolicy;
    private @Nullable UserRecords userRecords;
    private @Nullable UserRecords formerUserRecords;
    private final List<PerUserListener> listeners = new ArrayList<>();
    private Settings.GuestData guestData = Settings.GuestData.CARRIED;
    private Duration guestIdle = Duration.ofDays(30);
    private Duration userIdle = Duration.ofDays(365);
    private double refreshShare = 0.1;
    private Duration deadline = Duration.ofSeconds(2);
    private Duration purgeInterval = Duration.ofMinutes(10);
    private int waiting = 256;
    private Limits limits = Limits.DEFAULT;
    private InstantSource clock = InstantSource.system();
    private RandomSource randomSource = RandomSource.ofSystem();

    StandardBuilder(SessionStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    @Override
    public StandardBuilder attribute(Attribute<?> attribute) {
        attributes.add(Objects.requireNonNull(attribute, "attribute"));
        return this;
    }

    @Override
    public StandardBuilder attributes(Collection<? extends Attribute<?>> declared) {
        declared.forEach(this::attribute);
        return this;
    }

    @Override
    public StandardBuilder jacksonModule(JacksonModule module) {
        jacksonModules.add(Objects.requireNonNull(module, "jacksonModule"));
        return this;
    }

    @Override
    public StandardBuilder jsonMapper(Consumer<JsonMapper.Builder> customizer) {
        mapperCustomizers.add(Objects.requireNonNull(customizer, "jsonMapper"));
        return this;
    }

    @Override
    public StandardBuilder mergeBehavior(MergeBehavior mergeBehavior) {
        this.behavior = Objects.requireNonNull(mergeBehavior, "mergeBehavior");
        return this;
    }

    @Override
    public StandardBuilder signInPolicy(SignInPolicy policy) {
        this.signInPolicy = Objects.requireNonNull(policy, "signInPolicy");
        return this;
    }

    @Override
    public StandardBuilder sessionMerger(SessionMerger merger) {
        this.sessionMerger = Objects.requireNonNull(merger, "sessionMerger");
        return this;
    }

    @Override
    public StandardBuilder formerUserRecords(UserRecords finder) {
        this.formerUserRecords = Objects.requireNonNull(finder, "formerUserRecords");
        return this;
    }

    @Override
    public StandardBuilder userRecords(UserRecords finder) {
        this.userRecords = Objects.requireNonNull(finder, "userRecords");
        return this;
    }

    @Override
    public StandardBuilder listener(PerUserListener hearer) {
        listeners.add(Objects.requireNonNull(hearer, "listener"));
        return this;
    }

    @Override
    public StandardBuilder hideGuestData() {
        this.guestData = Settings.GuestData.HIDDEN;
        return this;
    }

    @Override
    public StandardBuilder guestIdle(Duration duration) {
        this.guestIdle = atLeastASecond("guest-idle", duration);
        return this;
    }

    @Override
    public StandardBuilder userIdle(Duration duration) {
        this.userIdle = atLeastASecond("user-idle", duration);
        return this;
    }

    @Override
    public StandardBuilder refreshAfter(double share) {
        if (!(share >= 0 && share <= 0.9)) {
            mistakes.add("peruser.refresh-after must be from 0 to 0.9, was " + share);
        }
        this.refreshShare = share;
        return this;
    }

    @Override
    public StandardBuilder deadline(Duration duration) {
        if (duration.compareTo(Duration.ofMillis(10)) < 0 || duration.compareTo(Duration.ofMinutes(1)) > 0) {
            mistakes.add("peruser.deadline must be from 10ms to 1m, was " + duration);
        }
        this.deadline = duration;
        return this;
    }

    @Override
    public StandardBuilder waitingRequests(int requests) {
        if (requests < 1) {
            mistakes.add("peruser.waiting-requests must be at least 1, was " + requests);
        }
        this.waiting = Math.max(1, requests);
        return this;
    }

    @Override
    public StandardBuilder purgeEvery(Duration interval) {
        this.purgeInterval = atLeastASecond("purge-every", interval);
        return this;
    }

    @Override
    public StandardBuilder limits(Limits largest) {
        this.limits = Objects.requireNonNull(largest, "limits");
        return this;
    }

    @Override
    public StandardBuilder clock(InstantSource source) {
        this.clock = Objects.requireNonNull(source, "clock");
        return this;
    }

    /** For tests that repeat a run: what is otherwise left to chance. */
    public StandardBuilder randomSource(RandomSource source) {
        this.randomSource = source;
        return this;
    }

    private Duration atLeastASecond(String property, Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            mistakes.add("peruser." + property + " must be at least 1s, was " + duration);
        }
        return Durations.atMostForever(duration);
    }

    @Override
    public StandardPerUser build() {
        List<String> wrong = new ArrayList<>(mistakes);
        wrong.addAll(limits.mistakes());
        AttributeRegistry.duplicates(attributes)
                .forEach(name -> wrong.add("attribute '" + name + "' is declared by two different Attribute objects"));
        JsonCodec codec = new JsonCodec(limits, new MapperOptions(jacksonModules, mapperCustomizers), Log::warn);
        wrong.addAll(codec.mistakes(attributes));
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("PerUser can't start: " + String.join("; ", wrong));
        }
        return new StandardPerUser(this, engine(codec));
    }

    SessionStore store() {
        return store;
    }

    Duration purgeInterval() {
        return purgeInterval;
    }

    private EngineContext engine(JsonCodec codec) {
        Settings settings = new Settings(
                new Settings.Lifetimes(guestIdle, userIdle, refreshShare, Duration.ofHours(1)),
                limits,
                deadline,
                behavior,
                Optional.ofNullable(sessionMerger),
                Optional.ofNullable(signInPolicy),
                guestData,
                randomSource);
        Bulkhead bulkhead = new Bulkhead(waiting);
        QuietListener listener = new QuietListener(listeners);
        StoreClock time = new StoreClock(store, clock, listener::clockCompared);
        return new EngineContext(
                settings,
                new AttributeRegistry(attributes),
                codec,
                new Storage(store, places(), codec, time, randomSource, bulkhead),
                new KeyLocks(bulkhead),
                listener);
    }

    private SessionLocations.Places places() {
        return new SessionLocations.Places(Optional.ofNullable(userRecords), Optional.ofNullable(formerUserRecords));
    }
}
