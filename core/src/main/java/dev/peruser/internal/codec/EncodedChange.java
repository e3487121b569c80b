package dev.peruser.internal.codec;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes bytes that are being written, and compares them with others as they come. They are kept only from where they
 * differ, so that for a value that was read and not changed nothing is copied. Not safe for use by many threads.
 */
public final class EncodedChange extends OutputStream {
    private final byte[] before;
    private final int offset;
    private int same;
    private @Nullable ByteArrayOutputStream changed;

    /**
     * Creates it.
     *
     * @param before the bytes to compare with, from the offset on
     */
    EncodedChange(byte[] before, int offset) {
        this.before = before;
        this.offset = offset;
    }

    @Override
    public void write(int oneByte) {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        @Nullable ByteArrayOutputStream kept = changed;
        if (kept == null && isNext(bytes, from, length)) {
            same += length;
            return;
        }
        if (kept == null) {
            kept = new ByteArrayOutputStream(same + length);
            kept.write(before, offset, same);
            changed = kept;
        }
        kept.write(bytes, from, length);
    }

    private boolean isNext(byte[] bytes, int from, int length) {
        int start = offset + same;
        return length <= before.length - start
                && Arrays.equals(before, start, start + length, bytes, from, from + length);
    }

    /** What was written, or null if it is what it was compared with. */
    byte @Nullable [] changed() {
        @Nullable ByteArrayOutputStream kept = changed;
        if (kept != null) {
            return kept.toByteArray();
        }
        return same == before.length - offset ? null : Arrays.copyOfRange(before, offset, offset + same);
    }
}
