package dev.peruser.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Saves the session before what is written may commit the response. */
final class CommittingOutputStream extends ServletOutputStream {
    private static final int MOST_BYTES = 4;

    private final ServletOutputStream stream;
    private final Guard guard;

    /** What a stream or a writer asks before and tells after it writes, because writing may commit the response. */
    interface Guard {
        /** The response is about to be committed. Returns whether it may be. */
        boolean beforeCommit();

        /** So many bytes are about to be written. Returns whether they may be. */
        boolean beforeWrite(long bytes);

        /** It was written. */
        void afterWrite();
    }

    CommittingOutputStream(ServletOutputStream stream, Guard guard) {
        this.stream = stream;
        this.guard = guard;
    }

    boolean isOf(ServletOutputStream wrapped) {
        return stream == wrapped;
    }

    @Override
    public void write(int oneByte) throws IOException {
        if (guard.beforeWrite(1)) {
            stream.write(oneByte);
            guard.afterWrite();
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (guard.beforeWrite(length)) {
            stream.write(bytes, offset, length);
            guard.afterWrite();
        }
    }

    /** Containers differ in what they say to none. */
    @Override
    public void write(@Nullable ByteBuffer buffer) throws IOException {
        if (guard.beforeWrite(buffer == null ? 0 : buffer.remaining())) {
            stream.write(buffer);
            guard.afterWrite();
        } else if (buffer != null) {
            buffer.position(buffer.limit());
        }
    }

    /** Containers differ in the encoding, so theirs does it. */
    @Override
    public void print(@Nullable String text) throws IOException {
        if (guard.beforeWrite(mostBytes(text))) {
            stream.print(text);
            guard.afterWrite();
        }
    }

    @Override
    public void println(@Nullable String text) throws IOException {
        if (guard.beforeWrite(mostBytes(text) + MOST_BYTES)) {
            stream.println(text);
            guard.afterWrite();
        }
    }

    @Override
    public void println() throws IOException {
        if (guard.beforeWrite(MOST_BYTES)) {
            stream.println();
            guard.afterWrite();
        }
    }

    private static long mostBytes(@Nullable String text) {
        return text == null ? "null".length() : (long) MOST_BYTES * text.length();
    }

    @Override
    public void flush() throws IOException {
        if (guard.beforeCommit()) {
            stream.flush();
            guard.afterWrite();
        }
    }

    @Override
    public void close() throws IOException {
        if (guard.beforeCommit()) {
            stream.close();
            guard.afterWrite();
        }
    }

    @Override
    public boolean isReady() {
        return stream.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        stream.setWriteListener(listener);
    }
}
