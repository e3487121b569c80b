package dev.peruser.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The container's session, but for the attributes that are the visitor's. */
final class PersonalHttpSession implements HttpSession {
    private final HttpSession container;
    private final RequestHttpSession request;
    private volatile boolean isInvalid;

    PersonalHttpSession(HttpSession container, RequestHttpSession request) {
        this.container = container;
        this.request = request;
    }

    /** Whether it is that of a session. A container may give out the same one in several objects. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(HttpSession other) {
        return !isInvalid && (container == other || container.getId().equals(other.getId()));
    }

    private void requireValid() {
        if (isInvalid) {
            throw new IllegalStateException("the session was invalidated");
        }
        var unused = container.getCreationTime(); // which throws if somebody else has ended it
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        if (!request.isServed(name)) {
            return container.getAttribute(name);
        }
        requireValid();
        return request.get(name);
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        Set<String> names = new LinkedHashSet<>(Collections.list(container.getAttributeNames()));
        requireValid();
        names.removeIf(request::isServed);
        names.addAll(request.names());
        return Collections.enumeration(names);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // an equal one is a value of its own
    public void setAttribute(String name, @Nullable Object value) {
        if (!request.isServed(name)) {
            container.setAttribute(name, value);
        } else if (value == null) {
            removeAttribute(name);
        } else {
            requireValid();
            @Nullable Object before = request.set(name, value);
            if (before != value && value instanceof HttpSessionBindingListener listener) {
                listener.valueBound(new HttpSessionBindingEvent(this, name, value));
            }
            if (before != value) {
                tellUnbound(name, before);
            }
        }
    }

    private void tellUnbound(String name, @Nullable Object before) {
        if (before instanceof HttpSessionBindingListener listener) {
            listener.valueUnbound(new HttpSessionBindingEvent(this, name, before));
        }
    }

    @Override
    public void removeAttribute(String name) {
        if (!request.isServed(name)) {
            container.removeAttribute(name);
        } else {
            requireValid();
            tellUnbound(name, request.remove(name));
        }
    }

    @Override
    public void invalidate() {
        requireValid();
        boolean isGone = request.goesWithContainers();
        Map<String, @Nullable Object> gone = new LinkedHashMap<>();
        if (isGone) {
            request.names().forEach(name -> gone.put(name, request.readable(name)));
        }
        container.invalidate();
        isInvalid = true;
        request.invalidated(isGone);
        gone.forEach(this::tellUnbound);
    }

    // ---- the container's

    @Override
    public long getCreationTime() {
        return container.getCreationTime();
    }

    @Override
    public String getId() {
        return container.getId();
    }

    @Override
    public long getLastAccessedTime() {
        return container.getLastAccessedTime();
    }

    @Override
    public ServletContext getServletContext() {
        return container.getServletContext();
    }

    @Override
    public void setMaxInactiveInterval(int seconds) {
        container.setMaxInactiveInterval(seconds);
    }

    @Override
    public int getMaxInactiveInterval() {
        return container.getMaxInactiveInterval();
    }

    @Override
    public boolean isNew() {
        return container.isNew();
    }

    @Override
    public HttpSession.Accessor getAccessor() {
        return container.getAccessor();
    }
}
