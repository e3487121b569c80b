package dev.peruser.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * Saves the session before anything commits the response, as often as that may happen: what is saved already costs
 * nothing. If saving fails, whatever is written or set from then on goes nowhere, and the response counts as committed,
 * so that nobody tries further.
 */
final class CommittingResponse extends HttpServletResponseWrapper {
    private final RequestVisit visit;
    private final boolean isAnswerToFailure;
    private long written;
    private long contentLength = -1;
    private @Nullable ServletOutputStream stream;
    private @Nullable PrintWriter writer;

    CommittingResponse(HttpServletResponse response, RequestVisit visit) {
        super(response);
        this.visit = visit;
        this.isAnswerToFailure = visit.isFailed();
    }

    static boolean isIn(ServletResponse response) {
        return response instanceof CommittingResponse
                || (response instanceof ServletResponseWrapper wrapper
                        && wrapper.isWrapperFor(CommittingResponse.class));
    }

    /** Whether what is sent goes nowhere, because the answer will be that saving failed. */
    boolean isDropped() {
        return visit.isFailed() && !isAnswerToFailure;
    }

    /** The response is about to be committed. Returns whether it may be. */
    boolean beforeCommit() {
        visit.commit();
        return !isDropped();
    }

    /** So many bytes are about to be written: saves the session if they may overflow the buffer or end the response. */
    boolean beforeWrite(long bytes) {
        written += bytes;
        boolean isLast = contentLength >= 0 && written >= contentLength;
        return (isLast || written >= super.getBufferSize()) ? beforeCommit() : !isDropped();
    }

    void afterWrite() {
        if (super.isCommitted()) {
            visit.checkCommitted();
        }
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    private void commit(Action action) throws IOException {
        if (beforeCommit()) {
            visit.handedOver();
            action.run();
            visit.checkCommitted();
        }
    }

    @Override
    public void sendError(int status) throws IOException {
        commit(() -> super.sendError(status));
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        commit(() -> super.sendError(status, message));
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
        setContentLengthLong(length);
    }

    @Override
    public void setContentLengthLong(long length) {
        contentLength = length;
        if (written >= length ? beforeCommit() : !isDropped()) {
            super.setContentLengthLong(length);
        }
    }

    @Override
    public void setHeader(String name, String value) {
        noteLength(name, value);
        if (!isDropped()) {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        noteLength(name, value);
        if (!isDropped()) {
            super.addHeader(name, value);
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        setHeader(name, String.valueOf(value));
    }

    @Override
    public void addIntHeader(String name, int value) {
        addHeader(name, String.valueOf(value));
    }

    private void noteLength(String name, @Nullable String value) {
        if ("Content-Length".equalsIgnoreCase(name) && value != null) {
            contentLength = Long.parseLong(value.trim());
            if (written >= contentLength) {
                beforeCommit();
            }
        }
    }

    @Override
    public void setStatus(int status) {
        if (!isDropped()) {
            super.setStatus(status);
        }
    }

    @Override
    public void reset() {
        written = 0;
        contentLength = -1;
        stream = null;
        writer = null;
        super.reset();
        visit.tellAgain();
    }

    @Override
    public void resetBuffer() {
        written = 0;
        super.resetBuffer();
    }

    @Override
    public boolean isCommitted() {
        return isDropped() || super.isCommitted();
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        @Nullable ServletOutputStream known = stream;
        if (known == null) {
            known = new CommittingOutputStream(super.getOutputStream(), this);
            stream = known;
        }
        return known;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        @Nullable PrintWriter known = writer;
        if (known == null) {
            known = new PrintWriter(new CommittingWriter(super.getWriter(), this));
            writer = known;
        }
        return known;
    }
}
