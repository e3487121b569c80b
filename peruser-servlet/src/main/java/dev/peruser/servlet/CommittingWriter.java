package dev.peruser.servlet;

import java.io.PrintWriter;
import java.io.Writer;

/**
 * Saves the session before what is written may commit the response. Counts the bytes that characters are in UTF-8; in
 * another encoding each as the most that it may become.
 */
final class CommittingWriter extends Writer {
    private static final int MOST_BYTES = 4;

    private final boolean isUtf8;
    private final PrintWriter writer;
    private final CommittingResponse response;

    CommittingWriter(PrintWriter writer, CommittingResponse response) {
        this.writer = writer;
        this.response = response;
        this.isUtf8 = "UTF-8".equalsIgnoreCase(response.getCharacterEncoding());
    }

    @Override
    public void write(char[] characters, int offset, int length) {
        if (response.beforeWrite(isUtf8 ? bytesOf(characters, offset, length) : (long) MOST_BYTES * length)) {
            writer.write(characters, offset, length);
            response.afterWrite();
        }
    }

    private static long bytesOf(char[] characters, int offset, int length) {
        long bytes = 0;
        for (int i = offset; i < offset + length; i++) {
            // Half of a surrogate pair makes 2 of the pair's 4 bytes; alone it becomes a question mark.
            bytes += characters[i] < 0x80 ? 1 : characters[i] < 0x800 || Character.isSurrogate(characters[i]) ? 2 : 3;
        }
        return bytes;
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
