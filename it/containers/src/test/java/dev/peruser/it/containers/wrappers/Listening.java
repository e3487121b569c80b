package dev.peruser.it.containers.wrappers;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import org.jspecify.annotations.Nullable;

/** Records what listeners are told. */
public final class Listening implements AsyncListener, WriteListener {
    private final @Nullable Recording recording;
    private final @Nullable AsyncContext context;
    private final @Nullable ServletRequest request;
    private final @Nullable ServletResponse response;

    /** For {@code createListener}. */
    public Listening() {
        recording = null;
        context = null;
        request = null;
        response = null;
    }

    Listening(ServletRequest recorded, AsyncContext context, ServletRequest request, ServletResponse response) {
        this.recording = Recording.of(recorded);
        this.context = context;
        this.request = request;
        this.response = response;
        recording.listen();
    }

    private void told(String name, AsyncEvent event) {
        if (recording != null) {
            recording.event(
                    name,
                    "context " + (event.getAsyncContext() == context) + ", request "
                            + is(event.getSuppliedRequest(), request) + ", response "
                            + is(event.getSuppliedResponse(), response) + ", thrown "
                            + (event.getThrowable() != null));
        }
    }

    private static String is(@Nullable Object told, @Nullable Object known) {
        return told == null ? "none" : told == known ? "the same" : "another";
    }

    @Override
    public void onComplete(AsyncEvent event) {
        told("onComplete", event);
        if (recording != null) {
            recording.completed();
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        told("onTimeout", event);
        event.getAsyncContext().complete();
    }

    @Override
    public void onError(AsyncEvent event) {
        told("onError", event);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        told("onStartAsync", event);
        event.getAsyncContext().addListener(this);
    }

    @Override
    public void onWritePossible() {}

    @Override
    public void onError(Throwable thrown) {}
}
