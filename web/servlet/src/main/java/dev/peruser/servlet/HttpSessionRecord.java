package dev.peruser.servlet;

import dev.peruser.GuestRecord;
import dev.peruser.SessionDataException;
import dev.peruser.StoreException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The {@code HttpSession} of a request as a guest's place. One that was ended meanwhile counts as none. */
final class HttpSessionRecord implements GuestRecord {
    private final Supplier<HttpServletRequest> request;
    private final BooleanSupplier isInUse;

    HttpSessionRecord(Supplier<HttpServletRequest> request, BooleanSupplier isInUse) {
        this.request = request;
        this.isInUse = isInUse;
    }

    @Override
    public Optional<String> id() {
        return Optional.ofNullable(read(HttpSession::getId));
    }

    @Override
    public boolean isInUse() {
        return isInUse.getAsBoolean();
    }

    @Override
    public Set<String> names() {
        Set<String> names = read(session -> new LinkedHashSet<>(Collections.list(session.getAttributeNames())));
        return names == null ? Set.of() : names;
    }

    @Override
    public @Nullable Object get(String name) {
        return read(session -> session.getAttribute(name));
    }

    private <T> @Nullable T read(Function<HttpSession, @Nullable T> reading) {
        HttpSession session = request.get().getSession(false);
        try {
            return session == null ? null : reading.apply(session);
        } catch (IllegalStateException e) {
            return null;
        }
    }

    @Override
    public void put(String name, Object value) {
        try {
            request.get().getSession(true).setAttribute(name, value);
        } catch (IllegalStateException e) {
            throw new StoreException(
                    "a guest's data can't be saved: the HttpSession was ended meanwhile, or the response is committed and"
                            + " no HttpSession can be made any more",
                    e);
        } catch (IllegalArgumentException e) {
            throw new SessionDataException(
                    "attribute '" + name + "' can't be kept in this container's HttpSession: its class must implement"
                            + " Serializable",
                    e);
        }
    }

    @Override
    public void remove(String name) {
        read(session -> {
            session.removeAttribute(name);
            return null;
        });
    }
}
