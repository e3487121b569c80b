package dev.peruser.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** Ends a visit when asynchronous work is complete. */
final class EndOfAsync implements AsyncListener {
    private final RequestVisit visit;

    EndOfAsync(RequestVisit visit) {
        this.visit = visit;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        visit.end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        // a dispatch or a completion follows
    }

    @Override
    public void onError(AsyncEvent event) {
        // a dispatch or a completion follows
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // the request adds a listener each time
    }
}
