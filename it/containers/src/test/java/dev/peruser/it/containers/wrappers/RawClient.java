package dev.peruser.it.containers.wrappers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Sends a request over a connection of its own, and takes whatever comes until the server closes it, or time is up. A
 * client that knows HTTP would give up at what is malformed, and could wait for the rest of a body for ever.
 */
final class RawClient {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final String END_OF_LINE = "\r\n";

    private RawClient() {}

    static Map<String, String> get(int port, String target) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String end = "closed";
        long start = System.nanoTime();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request =
                    "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Word: word\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream input = socket.getInputStream();
            byte[] buffer = new byte[8192];
            int read = 0;
            while (read >= 0) {
                bytes.write(buffer, 0, read);
                long left = TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS - (System.nanoTime() - start));
                if (left <= 0) {
                    throw new SocketTimeoutException();
                }
                socket.setSoTimeout((int) left);
                read = input.read(buffer);
            }
        } catch (SocketTimeoutException e) {
            end = "timed out";
        } catch (IOException e) {
            end = "reset";
        }
        Map<String, String> answer = read(bytes.toString(StandardCharsets.ISO_8859_1));
        answer.put("end", end);
        return answer;
    }

    private static Map<String, String> read(String text) {
        Map<String, String> answer = new TreeMap<>();
        int endOfHead = text.indexOf(END_OF_LINE + END_OF_LINE);
        if (endOfHead < 0) {
            answer.put("head", text);
            return answer;
        }
        String[] lines = text.substring(0, endOfHead).split(END_OF_LINE);
        answer.put("status", lines[0]);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
            answer.merge("header " + name, lines[i].substring(colon + 1).strip(), (before, now) -> before + "; " + now);
        }
        if (answer.containsKey("header date")) {
            answer.put("header date", "there");
        }
        String body = text.substring(endOfHead + 2 * END_OF_LINE.length());
        if ("chunked".equals(answer.get("header transfer-encoding"))) {
            readChunks(body, answer);
        } else {
            answer.put("body", body);
        }
        return answer;
    }

    private static void readChunks(String text, Map<String, String> answer) {
        StringBuilder body = new StringBuilder();
        int position = 0;
        while (true) {
            int endOfSize = text.indexOf(END_OF_LINE, position);
            if (endOfSize < 0) {
                answer.put("chunks", "cut off");
                break;
            }
            int size = Integer.parseInt(text.substring(position, endOfSize).strip(), 16);
            int begin = endOfSize + END_OF_LINE.length();
            if (size == 0) {
                answer.put("chunks", "whole, then " + text.substring(begin).strip());
                break;
            }
            body.append(text, begin, Math.min(begin + size, text.length()));
            position = Math.min(begin + size + END_OF_LINE.length(), text.length());
        }
        answer.put("body", body.toString());
    }
}
