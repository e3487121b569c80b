package dev.peruser.benchmarks.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;

/** A browser with a session, which knows what must be in it. Not safe for use by many threads. */
final class Guest {
    private static final int OK = 200;
    private static final int FIRST_COUNT = 1;

    private final String visitor;
    private final int port;
    private final CookieJar cookies = new CookieJar();
    private final int[] counts = new int[Contents.LINES];
    private int total = Contents.LINES * FIRST_COUNT;
    private int changes;
    private byte[] show = {};
    private byte[] beginning = {};

    Guest(String visitor, int port) {
        this.visitor = visitor;
        this.port = port;
        Arrays.fill(counts, FIRST_COUNT);
    }

    /** Fills the session. */
    void fill(Connection connection) throws IOException {
        Answer answer = connection.exchange(request("POST", "/fill/" + visitor));
        expect(answer, "filled".getBytes(UTF_8), true);
        cookies.take(answer.cookies());
        prepare();
    }

    /** Looks at the cart, and at whether all changes so far are in it. */
    void show(Connection connection) throws IOException {
        Answer answer = connection.exchange(show);
        expect(answer, beginning, false);
        if (cookies.take(answer.cookies())) {
            prepare();
        }
    }

    /** Changes one line of the cart. */
    void change(Connection connection) throws IOException {
        int line = changes % Contents.LINES;
        int count = 1 + changes % 9;
        changes++;
        Answer answer = connection.exchange(request("POST", "/cart/" + line + "/" + count));
        total += count - counts[line];
        counts[line] = count;
        expect(answer, ("total=" + total).getBytes(UTF_8), true);
        cookies.take(answer.cookies());
        prepare();
    }

    private void expect(Answer answer, byte[] content, boolean isAll) throws IOException {
        boolean isAsExpected = answer.status() == OK
                && answer.body().length >= content.length
                && (!isAll || answer.body().length == content.length)
                && Arrays.equals(answer.body(), 0, content.length, content, 0, content.length);
        if (!isAsExpected) {
            throw new IOException("expected " + new String(content, UTF_8) + ", but got status " + answer.status()
                    + " and " + new String(answer.body(), UTF_8));
        }
    }

    private void prepare() {
        show = request("GET", "/cart");
        beginning = Contents.beginningOfPage(visitor, total).getBytes(UTF_8);
    }

    /** As a browser sends it from a page of the same site. */
    private byte[] request(String method, String path) {
        String cookie = cookies.header();
        String text = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nAccept: */*\r\nSec-Fetch-Site: same-origin\r\n"
                + (cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n")
                + (method.equals("POST") ? "Origin: http://127.0.0.1:" + port + "\r\nContent-Length: 0\r\n" : "")
                + "\r\n";
        return text.getBytes(ISO_8859_1);
    }
}
