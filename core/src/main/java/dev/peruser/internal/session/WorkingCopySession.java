package dev.peruser.internal.session;

import dev.peruser.Attribute;
import dev.peruser.MergeReport;
import dev.peruser.SessionDataException;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.internal.codec.AttributeRegistry;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.PlainList;
import dev.peruser.internal.codec.PlainMap;
import dev.peruser.internal.merge.ThreeWayMerge;
import dev.peruser.internal.record.MergeReports;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A {@link UserSession} on a working copy alone: what the function of an update gets. It has no visitor and nothing to
 * commit, and can't be used once the function has ended.
 */
public final class WorkingCopySession implements UserSession {
    private final WorkingCopy attributes;
    private final AttributeRegistry registry;
    private final JsonCodec codec;
    private final MergeReports.Finder reports;
    private volatile boolean isEnded;

    public WorkingCopySession(
            WorkingCopy attributes, AttributeRegistry registry, JsonCodec codec, MergeReports.Finder reports) {
        this.attributes = attributes;
        this.registry = registry;
        this.codec = codec;
        this.reports = reports;
    }

    /** Does something with it; it refuses all use afterwards. */
    public <T extends @Nullable Object> T useOnce(Function<UserSession, T> function) {
        try {
            return function.apply(this);
        } finally {
            isEnded = true;
        }
    }

    private WorkingCopy attributes() {
        if (isEnded) {
            throw new IllegalStateException("this session was for the function of an update, which has ended:"
                    + " use the one that the update was called on");
        }
        return attributes;
    }

    @Override
    public Optional<Object> get(String name) {
        return attributes().get(Attribute.requireName(name)).flatMap(tree -> Optional.ofNullable(tree.value()));
    }

    @Override
    public <T> T get(Attribute<T> attribute) {
        registry.requireDeclared(attribute);
        return WorkingCopySession.<T>cast(attributes().getOr(attribute.name(), () -> newDefault(attribute)))
                .orElseThrow(() -> new NoSuchElementException("attribute '" + attribute.name()
                        + "' has no value and no default: use find(…), or declare a default"));
    }

    /** A default that was given as a value is not handed out itself: changed in place, it would be everybody's. */
    private <T> Optional<T> newDefault(Attribute<T> attribute) {
        Optional<T> made = attribute.newDefault();
        return attribute.sharesItsDefault() ? made.map(value -> codec.copy(attribute, value)) : made;
    }

    @Override
    public <T> Optional<T> find(Attribute<T> attribute) {
        registry.requireDeclared(attribute);
        return cast(get(attribute.name()));
    }

    @SuppressWarnings("unchecked") // values of a declared attribute are decoded and put as its type
    private static <T> Optional<T> cast(Optional<Object> value) {
        return (Optional<T>) value;
    }

    @Override
    @SuppressWarnings("unchecked") // the keys of stored maps are text
    public Map<String, @Nullable Object> map(String name) {
        return (Map<String, @Nullable Object>) container(name, Map.class, "map", PlainMap::new);
    }

    @Override
    @SuppressWarnings("unchecked") // a list of any elements
    public List<@Nullable Object> list(String name) {
        return (List<@Nullable Object>) container(name, List.class, "list", PlainList::new);
    }

    private <C> C container(String name, Class<C> type, String method, Supplier<? extends C> empty) {
        @Nullable Attribute<?> declared = registry.find(Attribute.requireName(name));
        if (declared != null && !codec.isReadAs(declared, type)) {
            throw new SessionDataException("attribute '" + name + "' is declared as "
                    + declared.type().getType().getTypeName() + ", not as a " + method
                    + ": call get(…) with its Attribute object instead of " + method + "(\"" + name + "\")");
        }
        @Nullable Object value = attributes()
                .getOr(name, () -> declared == null ? Optional.of(empty.get()) : newDefault(declared, empty))
                .orElse(null);
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw new SessionDataException("attribute '" + name + "' is not a " + method + " but "
                + (value == null ? "null" : "a " + kind(value)) + ": call get(\"" + name + "\")"
                + (value instanceof Map ? " or map(…)" : value instanceof List ? " or list(…)" : ""));
    }

    /** That of the attribute; otherwise an empty one of its type. */
    private Optional<Object> newDefault(Attribute<?> attribute, Supplier<?> empty) {
        Optional<?> made = newDefault(attribute);
        return made.isPresent()
                ? Optional.of(made.get())
                : Optional.of(codec.convert(attribute, empty.get())
                        .map(Object.class::cast)
                        .orElseGet(empty));
    }

    private static String kind(Object value) {
        return value instanceof Map
                ? "map"
                : value instanceof List ? "list" : value.getClass().getSimpleName();
    }

    @Override
    public void put(String name, @Nullable Object value) {
        attributes().put(Attribute.requireName(name), value);
    }

    @Override
    public <T> void put(Attribute<T> attribute, T value) {
        registry.requireDeclared(attribute);
        attributes().put(attribute.name(), value);
    }

    @Override
    public <T> T update(Attribute<T> attribute, UnaryOperator<T> function) {
        registry.requireDeclared(attribute);
        attributes().expectChange(attribute.name());
        T updated = function.apply(get(attribute));
        attributes().replace(attribute.name(), updated);
        return updated;
    }

    @Override
    public void update(Consumer<UserSession> function) {
        var unused = attributes();
        function.accept(this);
    }

    @Override
    public void remove(String name) {
        attributes().remove(Attribute.requireName(name));
    }

    @Override
    public void remove(Attribute<?> attribute) {
        registry.requireDeclared(attribute);
        remove(attribute.name());
    }

    @Override
    public boolean contains(String name) {
        return attributes().contains(Attribute.requireName(name));
    }

    @Override
    public boolean contains(Attribute<?> attribute) {
        registry.requireDeclared(attribute);
        return attributes().contains(attribute.name());
    }

    @Override
    public Set<String> names() {
        return attributes().names();
    }

    @Override
    public Map<String, @Nullable Object> asMap() {
        return new SessionMap(this);
    }

    @Override
    public void clear() {
        names().forEach(this::remove);
    }

    @Override
    public Optional<UserId> user() {
        throw new IllegalStateException("the function of an update must depend on nothing but attributes");
    }

    @Override
    public Optional<MergeReport> takeMergeReport() {
        Optional<MergeReport> report = attributes()
                .get(MergeReports.ATTRIBUTE)
                .flatMap(tree -> MergeReports.read(tree.value(), reports, codec));
        // Those that were seen are removed, not those that may arrive meanwhile.
        attributes()
                .get(MergeReports.ATTRIBUTE)
                .map(ThreeWayMerge.Tree::value)
                .filter(List.class::isInstance)
                .ifPresent(reports -> ((List<?>) reports).clear());
        return report;
    }

    @Override
    public boolean mergeGuest() {
        throw new IllegalStateException("the function of an update can't merge another session");
    }

    @Override
    public MergeReport.Undo undoMerge(String undoId) {
        throw new IllegalStateException("the function of an update can't take a merge back");
    }

    @Override
    public MergeReport.Undo undoMerge(String undoId, MergeReport.GuestPart guestPart) {
        return undoMerge(undoId);
    }

    @Override
    public List<MergeReport.SetAside> setAside() {
        throw noneOfSetAside();
    }

    @Override
    public Set<String> carrySetAside(String id, String... attributes) {
        throw noneOfSetAside();
    }

    @Override
    public Set<String> dropSetAside(String id, String... attributes) {
        throw noneOfSetAside();
    }

    private static IllegalStateException noneOfSetAside() {
        return new IllegalStateException("the function of an update can't ask for what was set aside");
    }

    @Override
    public void refresh() {
        throw new IllegalStateException("the function of an update can't read anew: it is given the newest state");
    }

    @Override
    public void commit() {
        throw new IllegalStateException("the function of an update can't commit; what it did is saved with the update");
    }
}
