package dev.peruser.servlet;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Saves the session before what is written may commit the response. Counts the bytes that characters are in UTF-8; in
 * another encoding each as the most that it may become. What only the container's writer knows, it is asked: which
 * errors it had, which locale it formats for.
 */
final class CommittingWriter extends PrintWriter {
    private static final int MOST_BYTES = 8;

    private final PrintWriter writer;
    private final CommittingOutputStream.Guard guard;
    private final int bytesOfCharacter;

    CommittingWriter(PrintWriter writer, @Nullable String encoding, CommittingOutputStream.Guard guard) {
        super(writer);
        this.writer = writer;
        this.guard = guard;
        this.bytesOfCharacter = bytesOfCharacter(encoding);
    }

    boolean isOf(PrintWriter wrapped) {
        return writer == wrapped;
    }

    /** 0 for UTF-8, of which each character is looked at. */
    private static int bytesOfCharacter(@Nullable String encoding) {
        try {
            Charset charset = Charset.forName(encoding);
            return charset.equals(StandardCharsets.UTF_8)
                    ? 0
                    : (int) Math.ceil(charset.newEncoder().maxBytesPerChar());
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            return MOST_BYTES; // the container encodes in a way that can't be known here
        }
    }

    @Override
    public void write(int character) {
        if (guard.beforeWrite(bytesOfCharacter == 0 ? bytesOf((char) character) : bytesOfCharacter)) {
            writer.write(character);
            guard.afterWrite();
        }
    }

    @Override
    public void write(char[] characters, int offset, int length) {
        long bytes = (long) bytesOfCharacter * length;
        if (bytesOfCharacter == 0) {
            for (int i = Math.max(0, offset); i < Math.min(characters.length, (long) offset + length); i++) {
                bytes += bytesOf(characters[i]);
            }
        }
        if (guard.beforeWrite(bytes)) {
            writer.write(characters, offset, length);
            guard.afterWrite();
        }
    }

    @Override
    public void write(String text, int offset, int length) {
        long bytes = (long) bytesOfCharacter * length;
        if (bytesOfCharacter == 0) {
            for (int i = Math.max(0, offset); i < Math.min(text.length(), (long) offset + length); i++) {
                bytes += bytesOf(text.charAt(i));
            }
        }
        if (guard.beforeWrite(bytes)) {
            writer.write(text, offset, length);
            guard.afterWrite();
        }
    }

    /** Half of a surrogate pair makes 2 of the pair's 4 bytes; alone it becomes a question mark. */
    private static int bytesOf(char character) {
        return character < 0x80 ? 1 : character < 0x800 || Character.isSurrogate(character) ? 2 : 3;
    }

    @Override
    public void write(char[] characters) {
        write(characters, 0, characters.length);
    }

    @Override
    public void write(String text) {
        write(text, 0, text.length());
    }

    @Override
    public void println() {
        if (guard.beforeWrite(
                (long) Math.max(1, bytesOfCharacter) * System.lineSeparator().length())) {
            writer.println();
            guard.afterWrite();
        }
    }

    /** How long it becomes isn't known before, so it counts as what may commit the response. */
    @Override
    public PrintWriter format(String format, @Nullable Object... arguments) {
        if (guard.beforeCommit()) {
            writer.format(format, arguments);
            guard.afterWrite();
        }
        return this;
    }

    @Override
    public PrintWriter format(@Nullable Locale locale, String format, @Nullable Object... arguments) {
        if (guard.beforeCommit()) {
            writer.format(locale, format, arguments);
            guard.afterWrite();
        }
        return this;
    }

    @Override
    public boolean checkError() {
        if (!guard.beforeCommit()) {
            return false;
        }
        boolean hasError = writer.checkError();
        guard.afterWrite();
        return hasError;
    }

    @Override
    public void flush() {
        if (guard.beforeCommit()) {
            writer.flush();
            guard.afterWrite();
        }
    }

    @Override
    public void close() {
        if (guard.beforeCommit()) {
            writer.close();
            guard.afterWrite();
        }
    }
}
