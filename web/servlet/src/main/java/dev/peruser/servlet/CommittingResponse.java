package dev.peruser.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Saves the session before anything commits the response, as often as that may happen: what is saved already costs
 * nothing. If saving fails, whatever is written from then on goes nowhere, and the response counts as committed, so
 * that nobody tries further; cookies and headers that don't describe the body are still taken.
 *
 * <p>Apart from that it answers as the wrapped response does: the container is asked each time, also for the stream and
 * the writer that were given out already.
 */
final class CommittingResponse extends HttpServletResponseWrapper implements CommittingOutputStream.Guard {
    private final RequestVisit visit;
    private final boolean isAnswerToFailure;
    private @Nullable CommittingOutputStream stream;
    private @Nullable CommittingWriter writer;

    CommittingResponse(HttpServletResponse response, RequestVisit visit) {
        super(response);
        this.visit = visit;
        this.isAnswerToFailure = visit.failure().isAnswered();
    }

    /** Ours, under wrappers of the application. */
    static Optional<CommittingResponse> in(ServletResponse response) {
        @Nullable ServletResponse inner = response;
        while (inner instanceof ServletResponseWrapper wrapper) {
            if (inner instanceof CommittingResponse ours) {
                return Optional.of(ours);
            }
            inner = wrapper.getResponse();
        }
        return Optional.empty();
    }

    /** Whether what is sent goes nowhere, because the answer will be that saving failed. */
    boolean isDropped() {
        return visit.failure().isThere() && !isAnswerToFailure;
    }

    @Override
    public boolean beforeCommit() {
        visit.commit();
        return !isDropped();
    }

    /** Saves the session if the bytes may overflow the buffer or end the response. */
    @Override
    public boolean beforeWrite(long bytes) {
        if (isDropped()) {
            return false; // and the container may have taken the response back
        }
        return visit.response().body().write(bytes, super.getBufferSize()) ? beforeCommit() : !isDropped();
    }

    @Override
    public void afterWrite() {
        if (!isDropped() && super.isCommitted()) {
            visit.checkCommitted();
        }
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    private void commit(Action action) throws IOException {
        if (beforeCommit()) {
            visit.response().handedOver();
            action.run();
            visit.checkCommitted();
        }
    }

    private void sendError(Action action) throws IOException {
        if (!beforeCommit()) {
            return;
        }
        visit.response().handedOver();
        boolean wasSuspended = visit.response().suspend(); // before: the error page may be dispatched within
        try {
            action.run();
        } catch (IOException | RuntimeException e) {
            visit.response().suspend(wasSuspended);
            throw e;
        }
        visit.checkCommitted();
    }

    @Override
    public void sendError(int status) throws IOException {
        sendError(() -> super.sendError(status));
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        sendError(() -> super.sendError(status, message));
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        commit(() -> super.sendRedirect(location));
    }

    @Override
    public void sendRedirect(String location, int status) throws IOException {
        commit(() -> super.sendRedirect(location, status));
    }

    @Override
    public void sendRedirect(String location, boolean clearBuffer) throws IOException {
        commit(() -> super.sendRedirect(location, clearBuffer));
    }

    @Override
    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        commit(() -> super.sendRedirect(location, status, clearBuffer));
    }

    @Override
    public void flushBuffer() throws IOException {
        commit(super::flushBuffer);
    }

    @Override
    public void setContentLength(int length) {
        if (beforeLength(visit.response().body().announce(length))) {
            super.setContentLength(length);
        }
    }

    @Override
    public void setContentLengthLong(long length) {
        if (beforeLength(visit.response().body().announce(length))) {
            super.setContentLengthLong(length);
        }
    }

    private boolean beforeLength(boolean isWhole) {
        return isWhole ? beforeCommit() : !isDropped();
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        if (beforeHeader(name, value)) {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        if (beforeHeader(name, value)) {
            super.addHeader(name, value);
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        if (beforeHeader(name, String.valueOf(value))) {
            super.setIntHeader(name, value);
        }
    }

    @Override
    public void addIntHeader(String name, int value) {
        if (beforeHeader(name, String.valueOf(value))) {
            super.addIntHeader(name, value);
        }
    }

    @Override
    public void setDateHeader(String name, long date) {
        if (beforeHeader(name, null)) {
            super.setDateHeader(name, date);
        }
    }

    @Override
    public void addDateHeader(String name, long date) {
        if (beforeHeader(name, null)) {
            super.addDateHeader(name, date);
        }
    }

    /**
     * Whether a header may be set: the length may be that of what is written already, and then it ends the response.
     */
    private boolean beforeHeader(@Nullable String name, @Nullable String value) {
        if ("Content-Length".equalsIgnoreCase(name)) {
            return beforeLength(visit.response().body().announce(value));
        }
        return !isDropped() || (name != null && !LostBody.isDescribedBy(name));
    }

    @Override
    public void setContentType(@Nullable String type) {
        if (!isDropped()) {
            super.setContentType(type);
        }
    }

    @Override
    public void setCharacterEncoding(@Nullable String encoding) {
        if (!isDropped()) {
            super.setCharacterEncoding(encoding);
        }
    }

    @Override
    public void setLocale(@Nullable Locale locale) {
        if (!isDropped()) {
            super.setLocale(locale);
        }
    }

    @Override
    public void setStatus(int status) {
        if (!isDropped()) {
            super.setStatus(status);
        }
    }

    /** What is dropped needs no reset, and the cookies of a sign-in are to stay. */
    @Override
    public void reset() {
        if (!isDropped()) {
            super.reset();
            visit.response().body().reset();
            visit.response().tellAgain();
        }
    }

    @Override
    public void resetBuffer() {
        if (!isDropped()) {
            super.resetBuffer();
            visit.response().body().empty();
        }
    }

    @Override
    public boolean isCommitted() {
        return isDropped() || super.isCommitted();
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        @Nullable CommittingOutputStream known = stream;
        if (known != null && isDropped()) {
            return known;
        }
        ServletOutputStream wrapped = super.getOutputStream();
        if (known == null || !known.isOf(wrapped)) {
            known = new CommittingOutputStream(wrapped, this);
            stream = known;
        }
        return known;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        @Nullable CommittingWriter known = writer;
        if (known != null && isDropped()) {
            return known;
        }
        PrintWriter wrapped = super.getWriter();
        if (known == null || !known.isOf(wrapped)) {
            known = new CommittingWriter(wrapped, getCharacterEncoding(), this);
            writer = known;
        }
        return known;
    }
}
