package dev.peruser.internal.codec;

import dev.peruser.SessionDataException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes the fields of a session's header: a format, then each with its tag and length. */
final class HeaderFields {
    private static final int LONGEST = 0xFFFF;
    private static final int FIRST_BYTES = 128;
    private static final int NONE = -1;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;
    private int fieldStart = NONE;

    HeaderFields(int format) {
        put(format);
    }

    /** Ends the field before, and begins one; its length is known when it ends. */
    HeaderFields begin(int tag) {
        end();
        put(tag);
        put(0);
        put(0);
        fieldStart = size;
        return this;
    }

    private void end() {
        if (fieldStart == NONE) {
            return;
        }
        int length = size - fieldStart;
        if (length > LONGEST) {
            throw new SessionDataException("what PerUser itself keeps about a session is too long to be stored (field "
                    + bytes[fieldStart - 3] + "); nothing was saved");
        }
        bytes[fieldStart - 2] = (byte) (length >>> Byte.SIZE);
        bytes[fieldStart - 1] = (byte) length;
    }

    HeaderFields put(int oneByte) {
        room(1);
        bytes[size++] = (byte) oneByte;
        return this;
    }

    HeaderFields put(byte[] content) {
        room(content.length);
        System.arraycopy(content, 0, bytes, size, content.length);
        size += content.length;
        return this;
    }

    HeaderFields putLong(long number) {
        room(Long.BYTES);
        ByteBuffer.wrap(bytes, size, Long.BYTES).putLong(number);
        size += Long.BYTES;
        return this;
    }

    /** As {@link DataOutputStream#writeUTF} does. */
    HeaderFields putText(String text) {
        ByteArrayOutputStream form = new ByteArrayOutputStream(text.length() + 2);
        try (DataOutputStream out = new DataOutputStream(form)) {
            out.writeUTF(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not from memory
        }
        return put(form.toByteArray());
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    byte[] bytes() {
        end();
        return Arrays.copyOf(bytes, size);
    }
}
