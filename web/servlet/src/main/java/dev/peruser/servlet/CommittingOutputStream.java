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
    private final CommittingResponse response;

    CommittingOutputStream(ServletOutputStream stream, CommittingResponse response) {
        this.stream = stream;
        this.response = response;
    }

    boolean isOf(ServletOutputStream wrapped) {
        return stream == wrapped;
    }

    @Override
    public void write(int oneByte) throws IOException {
        if (response.beforeWrite(1)) {
            stream.write(oneByte);
            response.afterWrite();
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (response.beforeWrite(length)) {
            stream.write(bytes, offset, length);
            response.afterWrite();
        }
    }

    /** Containers differ in what they say to none. */
    @Override
    public void write(@Nullable ByteBuffer buffer) throws IOException {
        if (response.beforeWrite(buffer == null ? 0 : buffer.remaining())) {
            stream.write(buffer);
            response.afterWrite();
        } else if (buffer != null) {
            buffer.position(buffer.limit());
        }
    }

    /** Containers differ in the encoding, so theirs does it. */
    @Override
    public void print(@Nullable String text) throws IOException {
        if (response.beforeWrite(mostBytes(text))) {
            stream.print(text);
            response.afterWrite();
        }
    }

    @Override
    public void println(@Nullable String text) throws IOException {
        if (response.beforeWrite(mostBytes(text) + MOST_BYTES)) {
            stream.println(text);
            response.afterWrite();
        }
    }

    @Override
    public void println() throws IOException {
        if (response.beforeWrite(MOST_BYTES)) {
            stream.println();
            response.afterWrite();
        }
    }

    private static long mostBytes(@Nullable String text) {
        return text == null ? "null".length() : (long) MOST_BYTES * text.length();
    }

    @Override
    public void flush() throws IOException {
        if (response.beforeCommit()) {
            stream.flush();
            response.afterWrite();
        }
    }

    @Override
    public void close() throws IOException {
        if (response.beforeCommit()) {
            stream.close();
            response.afterWrite();
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
