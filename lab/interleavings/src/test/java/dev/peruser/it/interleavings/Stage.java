package dev.peruser.it.interleavings;

import dev.peruser.Attribute;
import dev.peruser.ConflictException;
import dev.peruser.GuestToken;
import dev.peruser.Limits;
import dev.peruser.MergeBehavior;
import dev.peruser.MergeReport;
import dev.peruser.Merger;
import dev.peruser.SignInPolicy.Decision;
import dev.peruser.StoreException;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import dev.peruser.internal.codec.AttributeRegistry;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.commit.Committer;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.commit.QuietListener;
import dev.peruser.internal.commit.Settings;
import dev.peruser.internal.signin.Absorber;
import dev.peruser.internal.signin.Erasure;
import dev.peruser.internal.signin.LateChanges;
import dev.peruser.internal.storage.Bulkhead;
import dev.peruser.internal.storage.KeyLocks;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.SessionLocations;
import dev.peruser.internal.storage.Storage;
import dev.peruser.internal.values.RandomSource;
import dev.peruser.internal.visit.ActiveVisit;
import dev.peruser.internal.visit.ActiveVisits;
import dev.peruser.internal.visit.ConsistencyTokens;
import dev.peruser.internal.visit.GuestTokens;
import dev.peruser.internal.visit.Presented;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where an actor acts: an engine of its own, as in a process of its own, with browsers that visit it. */
final class Stage {
    static final Attribute<Integer> COUNT = Attribute.builder("count", Integer.class)
            .defaultValue(0)
            .mergeBy(Merger.sum())
            .build();

    /** The account's own is never replaced by a guest's, however late that comes. */
    static final Attribute<String> HOME =
            Attribute.builder("home", String.class).mergeBy(Merger.keepUsers()).build();

    private static final Limits LIMITS = Limits.DEFAULT;
    private static final JsonCodec CODEC = new JsonCodec(LIMITS); // one for all: making it takes long
    /** Where sign-ins set aside what a guest has. */
    private static final String ASIDE = "/aside";

    private static final AttributeRegistry REGISTRY = new AttributeRegistry(List.of(COUNT, HOME));
    private static final AttributeRegistry NOTHING_DECLARED = new AttributeRegistry(List.of());

    private final EngineContext engine;
    private final Absorber absorber;
    private final Erasure erasure;
    private final Committer committer;
    private final ActiveVisits visits = new ActiveVisits();
    private final Runnable thinking;
    private final Journal journal;
    private final Supplier<Stage> older;

    /**
     * A stage.
     *
     * @param seed what is otherwise left to chance depends on it
     * @param thinking what happens when the application takes its time
     */
    Stage(SessionStore store, InstantSource clock, long seed, Runnable thinking) {
        this(store, clock, seed, thinking, REGISTRY, new Journal());
    }

    private Stage(
            SessionStore store,
            InstantSource clock,
            long seed,
            Runnable thinking,
            AttributeRegistry registry,
            Journal journal) {
        this.journal = journal;
        this.older = () -> new Stage(store, clock, seed, thinking, NOTHING_DECLARED, journal);
        RandomSource randomSource = new SteadyRandomSource(seed);
        Settings settings = new Settings(
                new Settings.Lifetimes(Duration.ofDays(30), Duration.ofDays(365), 0.1, Duration.ofHours(1)),
                LIMITS,
                Duration.ofMinutes(1),
                MergeBehavior.RETAINMENT_PRECEDENT,
                Optional.empty(),
                Optional.of(signIn -> signIn.isAt(ASIDE) ? Decision.keepAccount() : Decision.merge()),
                Settings.GuestData.CARRIED,
                randomSource);
        Bulkhead bulkhead = new Bulkhead(1_000);
        this.engine = new EngineContext(
                settings,
                registry,
                CODEC,
                new Storage(
                        new StoreWithoutClock(store),
                        SessionLocations.Places.NONE,
                        CODEC,
                        clock,
                        randomSource,
                        bulkhead),
                new KeyLocks(bulkhead),
                new QuietListener(List.of()));
        engine.lateChanges().close(); // its thread looks by a clock of its own, and would be one for each stage
        this.absorber = new Absorber(engine);
        this.erasure = new Erasure(engine);
        this.committer = new Committer(engine, new LateChanges(engine, absorber));
        this.thinking = thinking;
    }

    /** A server of an older version of the application, which declares no attribute. */
    Stage older() {
        return older.get();
    }

    Journal journal() {
        return journal;
    }

    /** Erases a user. */
    void erase(String user) {
        journal.erasing();
        attempt(
                () -> erasure.erase(
                        List.of(SessionLocation.of(UserId.of(user))), Deadline.after(Duration.ofMinutes(1))),
                fate -> {
                    if (fate == Journal.Fate.ACKNOWLEDGED) {
                        journal.erased();
                    }
                });
    }

    /** The application takes its time. */
    void think() {
        thinking.run();
    }

    Browser browser(GuestToken... tokens) {
        return new Browser(tokens);
    }

    /** A browser whose visitor signs in and out. */
    final class Browser {
        private final Map<String, GuestToken> cookies = new LinkedHashMap<>();
        private Visitor visitor = Visitor.guest();
        private @Nullable Place place;
        private @Nullable String signInPlace;

        private Browser(GuestToken... tokens) {
            for (GuestToken token : tokens) {
                cookies.put(token.shortName(), token);
            }
        }

        Browser as(String name) {
            visitor = name.isEmpty() ? Visitor.guest() : Visitor.user(UserId.of(name));
            return this;
        }

        /** A sign-in sets aside what the guest has. */
        Browser settingAside() {
            signInPlace = ASIDE;
            return this;
        }

        /** It has an item in another place, too. */
        Browser bringing() {
            place = new Place();
            return this;
        }

        private String name() {
            return visitor.user().map(UserId::name).orElse("");
        }

        Visit begin() {
            Presented presented = new Presented(
                    new GuestTokens(cookies.values()),
                    new ConsistencyTokens(List.of()),
                    Visit.NewGuests.WELCOME,
                    null,
                    Presented.Purpose.VISIT,
                    () -> Optional.ofNullable(signInPlace),
                    place);
            return new ActiveVisit(engine, committer, absorber, visits, () -> visitor, presented);
        }

        void end(Visit visit) {
            visit.commit();
            Visit.TokenChanges changes = visit.takeTokenChanges();
            changes.toRemove().forEach(token -> {
                cookies.remove(token.shortName());
                journal.dropped(token);
            });
            changes.toSet().forEach(token -> {
                cookies.put(token.shortName(), token);
                journal.received(token);
            });
            visit.responseCommitted();
            visit.end();
        }

        /** A request that adds items to the cart and counts them. */
        void add(String... items) {
            adding(Journal.Fate.UNKNOWN, items);
            attempt(() -> request(session -> put(session, items)), fate -> adding(fate, items));
        }

        /** As {@link #add}, and the application takes its time between looking at the session and changing it. */
        void addLate(String... items) {
            adding(Journal.Fate.UNKNOWN, items);
            attempt(
                    () -> request(session -> {
                        look(session);
                        think();
                        put(session, items);
                    }),
                    fate -> adding(fate, items));
        }

        private void adding(Journal.Fate fate, String... items) {
            for (String item : items) {
                journal.adding(item, fate);
            }
        }

        private void put(UserSession session, String... items) {
            look(session);
            for (String item : items) {
                Stage.put(session, item);
            }
        }

        void addByUpdate(String item) {
            journal.adding(item, Journal.Fate.UNKNOWN);
            attempt(
                    () -> request(session -> session.update(newest -> put(newest, item))),
                    fate -> journal.adding(item, fate));
        }

        void remove(String item) {
            journal.removing(item, Journal.Fate.UNKNOWN);
            attempt(
                    () -> request(session -> {
                        session.list("cart").remove(item);
                        session.map("shelf").remove(item);
                        session.list("equal").remove("x");
                        session.put(COUNT, session.get(COUNT) - 1);
                    }),
                    fate -> journal.removing(item, fate));
        }

        /** Carries what a sign-in has set aside, with an item that the guest had. */
        void carry(String merge, String item) {
            List<Boolean> isCarried = new ArrayList<>(1);
            attempt(
                    () -> request(session ->
                            isCarried.add(session.carrySetAside(merge).contains("cart"))),
                    fate -> {
                        if (fate == Journal.Fate.ACKNOWLEDGED && isCarried.contains(true)) {
                            journal.carried(item);
                        }
                    });
        }

        /** Takes the merge of a guest's session back, and sets aside what the guest had. */
        void setAside(String merge) {
            attempt(() -> request(session -> session.undoMerge(merge, MergeReport.GuestPart.SET_ASIDE)), fate -> {});
        }

        /** Takes the merge of a guest's session back, with an item that the guest had. */
        void undo(String merge, String item) {
            journal.removing(item, Journal.Fate.UNKNOWN);
            List<MergeReport.UndoOutcome> outcomes = new ArrayList<>(1);
            attempt(
                    () -> request(
                            session -> outcomes.add(session.undoMerge(merge).outcome())),
                    fate -> {
                        boolean isKnown = !outcomes.equals(List.of(MergeReport.UndoOutcome.UNKNOWN));
                        journal.removing(item, isKnown ? fate : Journal.Fate.REFUSED);
                    });
        }

        void show() {
            attempt(() -> request(this::look), fate -> {});
        }

        void open() {
            attempt(() -> request(session -> {}), fate -> {});
        }

        void signOut() {
            attempt(
                    () -> {
                        Visit visit = begin();
                        visit.signedOut();
                        visitor = Visitor.guest();
                        end(visit);
                    },
                    fate -> visitor = Visitor.guest());
        }

        /** One request in which the principal changes. */
        void addAsOneThenAsAnother(String one, String item, String other, String otherItem) {
            adding(Journal.Fate.UNKNOWN, item, otherItem);
            attempt(
                    () -> {
                        as(one);
                        Visit visit = begin();
                        put(visit.session(), item);
                        as(other);
                        put(visit.session(), otherItem);
                        end(visit);
                    },
                    fate -> adding(fate, item, otherItem));
        }

        /** The principal is no longer to be seen when the commit comes. */
        void addAndForgetPrincipal(String item) {
            journal.adding(item, Journal.Fate.UNKNOWN);
            Visitor before = visitor;
            attempt(
                    () -> {
                        Visit visit = begin();
                        put(visit.session(), item);
                        visitor = Visitor.guest();
                        end(visit);
                    },
                    fate -> journal.adding(item, fate));
            visitor = before;
        }

        private void request(Consumer<UserSession> work) {
            if (place != null) {
                journal.adding(Place.ITEM, Journal.Fate.UNKNOWN);
            }
            Visit visit = begin();
            work.accept(visit.session());
            visit.observe();
            end(visit);
            if (place != null && place.isStored()) {
                journal.adding(Place.ITEM, Journal.Fate.ACKNOWLEDGED);
            }
        }

        private void look(UserSession session) {
            Contents contents = Contents.of(session);
            contents.foreignTo(name()).ifPresent(journal::wrong);
            contents.unbalanced().ifPresent(journal::wrong);
        }
    }

    static void put(UserSession session, String item) {
        session.list("cart").add(item);
        session.map("shelf").put(item, 1);
        session.list("equal").add("x");
        session.put(COUNT, session.get(COUNT) + 1);
        session.put(HOME, item);
    }

    /** Does something that may fail; tells what became of it. */
    void attempt(Runnable work, Consumer<Journal.Fate> told) {
        try {
            work.run();
            told.accept(Journal.Fate.ACKNOWLEDGED);
        } catch (StoreException e) {
            told.accept(Journal.Fate.UNKNOWN);
        } catch (ConflictException e) {
            told.accept(Journal.Fate.REFUSED);
        } catch (RuntimeException e) {
            journal.wrong("unexpected " + e);
        }
    }
}
