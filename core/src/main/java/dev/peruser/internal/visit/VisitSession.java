package dev.peruser.internal.visit;

import dev.peruser.Attribute;
import dev.peruser.MergeReport;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.internal.session.SessionMap;
import dev.peruser.internal.signin.SetAsides;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The application's face of a {@link ActiveVisit}: each call goes to the view of whoever is the visitor then. */
public final class VisitSession implements UserSession {
    private final ActiveVisit visit;

    VisitSession(ActiveVisit visit) {
        this.visit = visit;
    }

    @Override
    public Optional<Object> get(String name) {
        return visit.read(view -> view.use(session -> session.get(name)));
    }

    @Override
    public <T> T get(Attribute<T> attribute) {
        return visit.read(view -> view.use(session -> session.get(attribute)));
    }

    @Override
    public <T> Optional<T> find(Attribute<T> attribute) {
        return visit.read(view -> view.use(session -> session.find(attribute)));
    }

    @Override
    public Map<String, @Nullable Object> map(String name) {
        return visit.read(view -> view.use(session -> session.map(name)));
    }

    @Override
    public List<@Nullable Object> list(String name) {
        return visit.read(view -> view.use(session -> session.list(name)));
    }

    @Override
    public void put(String name, @Nullable Object value) {
        write(session -> session.put(name, value));
    }

    @Override
    public <T> void put(Attribute<T> attribute, T value) {
        write(session -> session.put(attribute, value));
    }

    @Override
    public <T> T update(Attribute<T> attribute, UnaryOperator<T> function) {
        return visit.write(view -> view.update(attribute, function));
    }

    @Override
    public void update(Consumer<UserSession> function) {
        visit.write(view -> {
            view.update(function);
            return true;
        });
    }

    @Override
    public void remove(String name) {
        write(session -> session.remove(name));
    }

    @Override
    public void remove(Attribute<?> attribute) {
        write(session -> session.remove(attribute));
    }

    @Override
    public boolean contains(String name) {
        return visit.read(view -> view.use(session -> session.contains(name)));
    }

    @Override
    public boolean contains(Attribute<?> attribute) {
        return visit.read(view -> view.use(session -> session.contains(attribute)));
    }

    @Override
    public Set<String> names() {
        return visit.read(view -> view.use(UserSession::names));
    }

    @Override
    public Map<String, @Nullable Object> asMap() {
        return new SessionMap(this);
    }

    @Override
    public void clear() {
        write(UserSession::clear);
    }

    @Override
    public Optional<UserId> user() {
        return visit.user();
    }

    @Override
    public Optional<MergeReport> takeMergeReport() {
        return visit.write(view -> view.use(UserSession::takeMergeReport));
    }

    @Override
    public boolean mergeGuest() {
        return visit.betweenViews(GuestTokenSignIn::absorbOnDemand);
    }

    @Override
    public MergeReport.Undo undoMerge(String undoId) {
        return undoMerge(undoId, MergeReport.GuestPart.DROPPED);
    }

    @Override
    public MergeReport.Undo undoMerge(String undoId, MergeReport.GuestPart guestPart) {
        return visit.betweenViews((signIn, visitor) -> signIn.undo(visitor, undoId, guestPart));
    }

    @Override
    public List<MergeReport.SetAside> setAside() {
        return withSetAsides(SetAsides::list).orElse(List.of());
    }

    @Override
    public Set<String> carrySetAside(String id, String... attributes) {
        return withSetAsides(setAsides -> setAsides.carry(id, asked(attributes)))
                .orElse(Set.of());
    }

    @Override
    public Set<String> dropSetAside(String id, String... attributes) {
        return withSetAsides(setAsides -> setAsides.drop(id, asked(attributes))).orElse(Set.of());
    }

    /** As a request may have them: some twice, or none where there should be one. */
    private static Set<@Nullable String> asked(@Nullable String... attributes) {
        return new LinkedHashSet<>(Arrays.asList(attributes));
    }

    private <T> Optional<T> withSetAsides(Function<SetAsides, T> work) {
        return visit.betweenViews((signIn, visitor) -> signIn.withSetAsides(visitor, work));
    }

    @Override
    public void refresh() {
        visit.refresh();
    }

    @Override
    public void commit() {
        visit.commitView();
    }

    private void write(Consumer<UserSession> function) {
        visit.write(view -> view.use(session -> {
            function.accept(session);
            return true;
        }));
    }
}
