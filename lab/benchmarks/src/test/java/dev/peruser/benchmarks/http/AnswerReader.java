package dev.peruser.benchmarks.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads answers of HTTP/1.1, one after the other, from a connection that stays open: bodies with a
 * {@code Content-Length} or in chunks (RFC 9112, sections 6 and 7). Not safe for use by many threads.
 */
final class AnswerReader {
    private static final int LARGEST_BODY = 1 << 20;
    private static final int LONGEST_LINE = 1 << 13;

    private final InputStream input;
    private final byte[] buffer = new byte[1 << 14];
    private int position;
    private int end;
    private byte[] line = new byte[256];
    private int lineLength;

    AnswerReader(InputStream input) {
        this.input = input;
    }

    /**
     * The next one.
     *
     * @throws IOException if the connection ends, or what comes is not an answer that keeps it open
     */
    Answer next() throws IOException {
        readLine();
        if (lineLength < 12 || !lineText(0, 9).equals("HTTP/1.1 ")) {
            throw new ProtocolException("not an answer: " + lineText(0, lineLength));
        }
        int status = (int) number(lineText(9, 12), 10);
        List<String> cookies = List.of();
        long length = -1;
        boolean isChunked = false;
        readLine();
        while (lineLength > 0) {
            if (isHeader("set-cookie:")) {
                cookies = cookies.isEmpty() ? new ArrayList<>(4) : cookies;
                cookies.add(value("set-cookie:"));
            } else if (isHeader("content-length:")) {
                length = number(value("content-length:"), 10);
            } else if (isHeader("transfer-encoding:")) {
                isChunked = value("transfer-encoding:").equalsIgnoreCase("chunked");
            }
            readLine();
        }
        return new Answer(status, cookies, isChunked ? chunks() : body(length));
    }

    private byte[] body(long length) throws IOException {
        if (length < 0 || length > LARGEST_BODY) {
            throw new ProtocolException("a body of unknown or too great length: " + length);
        }
        byte[] body = new byte[(int) length];
        fill(body, 0);
        return body;
    }

    private byte[] chunks() throws IOException {
        byte[] body = new byte[0];
        while (true) {
            readLine();
            String size = lineText(0, lineLength);
            int extension = size.indexOf(';');
            long length = number(extension < 0 ? size : size.substring(0, extension), 16);
            if (length < 0 || body.length + length > LARGEST_BODY) {
                throw new ProtocolException("a chunk of too great length: " + length);
            }
            if (length > 0) {
                int before = body.length;
                body = Arrays.copyOf(body, before + (int) length);
                fill(body, before);
            }
            readLine(); // behind a chunk, or behind the last one (no trailers are asked for)
            if (lineLength > 0) {
                throw new ProtocolException("no end of a chunk");
            }
            if (length == 0) {
                return body;
            }
        }
    }

    private void fill(byte[] body, int from) throws IOException {
        int filled = from;
        while (filled < body.length) {
            need();
            int taken = Math.min(end - position, body.length - filled);
            System.arraycopy(buffer, position, body, filled, taken);
            position += taken;
            filled += taken;
        }
    }

    private void readLine() throws IOException {
        lineLength = 0;
        while (true) {
            need();
            byte next = buffer[position++];
            if (next == '\n') {
                lineLength -= lineLength > 0 && line[lineLength - 1] == '\r' ? 1 : 0;
                return;
            }
            if (lineLength == LONGEST_LINE) {
                throw new ProtocolException("a line is too long");
            }
            if (lineLength == line.length) {
                line = Arrays.copyOf(line, 2 * line.length);
            }
            line[lineLength++] = next;
        }
    }

    private void need() throws IOException {
        if (position == end) {
            position = 0;
            end = input.read(buffer);
            if (end <= 0) {
                end = 0;
                throw new EOFException("the connection was closed");
            }
        }
    }

    /** The name in lower case, with the colon. */
    private boolean isHeader(String name) {
        if (lineLength < name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            int letter = line[i] >= 'A' && line[i] <= 'Z' ? line[i] + 32 : line[i];
            if (letter != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String value(String name) {
        return lineText(name.length(), lineLength).strip();
    }

    private String lineText(int from, int to) {
        return new String(line, from, to - from, ISO_8859_1);
    }

    private static long number(String text, int radix) throws IOException {
        try {
            return Long.parseLong(text.strip(), radix);
        } catch (NumberFormatException e) {
            throw new ProtocolException("not a number: " + text);
        }
    }
}
