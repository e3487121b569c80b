package dev.peruser.store.jdbc.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.peruser.SessionDataException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A session's header and attributes in one piece:
 *
 * <ol>
 *   <li>one byte: the format, 1;
 *   <li>four bytes: the header's length; the header;
 *   <li>four bytes: the number of attributes;
 *   <li>for each attribute: four bytes, its name's length; the name in UTF-8; four bytes, its value's length; the
 *       value.
 * </ol>
 */
public final class SessionFrame {
    private static final byte FORMAT = 1;
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] header;
    private final Map<String, byte[]> attributes;

    private SessionFrame(byte[] header, Map<String, byte[]> attributes) {
        this.header = header;
        this.attributes = attributes;
    }

    /** The core's bytes. */
    public byte[] header() {
        return header;
    }

    /** The attributes' bytes by name. */
    public Map<String, byte[]> attributes() {
        return attributes;
    }

    public static byte[] encode(byte[] header, Map<String, byte[]> attributes) {
        List<byte[]> names = new ArrayList<>(attributes.size());
        long size = 1L + Integer.BYTES + header.length + Integer.BYTES;
        for (Map.Entry<String, byte[]> attribute : attributes.entrySet()) {
            byte[] name = bytesOf(attribute.getKey());
            names.add(name);
            size += 2L * Integer.BYTES + name.length + attribute.getValue().length;
        }
        if (size > Integer.MAX_VALUE - Long.BYTES) {
            throw new SessionDataException("a session of more than 2 GB can't be stored; lower the limits");
        }
        ByteBuffer frame = ByteBuffer.allocate((int) size).put(FORMAT);
        frame.putInt(header.length).put(header).putInt(attributes.size());
        int i = 0;
        for (byte[] value : attributes.values()) {
            byte[] name = names.get(i++);
            frame.putInt(name.length).put(name).putInt(value.length).put(value);
        }
        return frame.array();
    }

    /**
     * Reads a frame.
     *
     * @throws UnreadableException if it isn't one, or one of a later format
     */
    public static SessionFrame decode(byte[] bytes) throws UnreadableException {
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        try {
            byte format = frame.get();
            if (format != FORMAT) {
                throw new UnreadableException("it has the format " + format + ", and this version reads " + FORMAT);
            }
            byte[] header = next(bytes, frame);
            int count = frame.getInt();
            // No larger than what can be there: each has at least eight bytes.
            Map<String, byte[]> attributes = new LinkedHashMap<>(Math.max(0, Math.min(2 * count, frame.remaining())));
            for (int i = 0; i < count; i++) {
                attributes.put(nextText(bytes, frame), next(bytes, frame));
            }
            if (frame.hasRemaining() || attributes.size() != count) {
                throw new UnreadableException("it is damaged");
            }
            return new SessionFrame(header, attributes);
        } catch (BufferUnderflowException cutOff) {
            throw new UnreadableException("it is cut off");
        }
    }

    private static byte[] next(byte[] bytes, ByteBuffer frame) throws UnreadableException {
        int length = nextLength(frame);
        int start = skip(frame, length);
        return Arrays.copyOfRange(bytes, start, start + length);
    }

    private static String nextText(byte[] bytes, ByteBuffer frame) throws UnreadableException {
        int length = nextLength(frame);
        int start = skip(frame, length);
        String text = new String(bytes, start, length, UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        try {
            return UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, start, length))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new UnreadableException("it is damaged");
        }
    }

    private static int nextLength(ByteBuffer frame) throws UnreadableException {
        int length = frame.getInt();
        if (length < 0 || length > frame.remaining()) {
            throw new UnreadableException("it is cut off or damaged");
        }
        return length;
    }

    /** Goes on behind what has the given length; returns where that begins. */
    private static int skip(ByteBuffer frame, int length) {
        int start = frame.position();
        frame.position(start + length);
        return start;
    }

    private static boolean hasSurrogate(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.isSurrogate(name.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Half a surrogate pair would become a question mark, and two names one: refused. */
    private static byte[] bytesOf(String name) {
        if (!hasSurrogate(name)) {
            return name.getBytes(UTF_8);
        }
        try {
            ByteBuffer encoded = UTF_8.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(name));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException malformed) {
            throw new SessionDataException("an attribute's name is not Unicode text: it has half a surrogate pair");
        }
    }

    /** What is stored isn't a frame that this version can read. */
    public static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1;

        UnreadableException(String reason) {
            super(reason);
        }
    }
}
