package dev.peruser.servlet;

import java.io.PrintWriter;
import java.io.Writer;

/**
 * Saves the session before what is written may commit the response. Counts each character as the most bytes that it may
 * become.
 */
final class CommittingWriter extends Writer {
    private static final int MOST_BYTES = 4;

    private final PrintWriter writer;
    private final CommittingResponse response;

    CommittingWriter(PrintWriter writer, CommittingResponse response) {
        this.writer = writer;
        this.response = response;
    }

    @Override
    public void write(char[] characters, int offset, int length) {
        if (response.beforeWrite((long) MOST_BYTES * length)) {
            writer.write(characters, offset, length);
            response.afterWrite();
        }
    }

    @Override
    public void flush() {
        if (response.beforeCommit()) {
            writer.flush();
            response.afterWrite();
        }
    }

    @Override
    public void close() {
        if (response.beforeCommit()) {
            writer.close();
            response.afterWrite();
        }
    }
}
