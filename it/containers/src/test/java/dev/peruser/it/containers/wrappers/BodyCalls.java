package dev.peruser.it.containers.wrappers;

import static dev.peruser.it.containers.wrappers.Call.of;
import static dev.peruser.it.containers.wrappers.Call.step;

import jakarta.servlet.ServletOutputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;

/** The writer and the stream of a response. */
final class BodyCalls {
    private static final byte[] BYTES = "bytes".getBytes(StandardCharsets.US_ASCII);

    private BodyCalls() {}

    static Stream<Call> all() {
        return Stream.of(writers(), streams()).flatMap(calls -> calls);
    }

    private static Stream<Call> writers() {
        return Stream.of(
                of("getWriter is the same", (q, p) -> same(p.getWriter(), p.getWriter())),
                step("getWriter, getOutputStream", (q, p) -> {
                    p.getWriter();
                    p.getOutputStream();
                }),
                step("getOutputStream, getWriter", (q, p) -> {
                    p.getOutputStream();
                    p.getWriter();
                }),
                of("getWriter, setCharacterEncoding", (q, p) -> {
                    p.setContentType("text/plain");
                    p.getWriter().print("\u00e4");
                    p.setCharacterEncoding("UTF-16");
                    return p.getCharacterEncoding() + p.getContentType();
                }),
                of("setContentType with charset after getWriter", (q, p) -> {
                    p.getWriter().print("\u00e4");
                    p.setContentType("text/css;charset=UTF-16");
                    return p.getContentType();
                }),
                of("checkError", (q, p) -> p.getWriter().checkError()),
                of("print of all kinds", (q, p) -> {
                    PrintWriter writer = p.getWriter();
                    writer.print(true);
                    writer.print('\u20ac');
                    writer.print(1);
                    writer.print(2L);
                    writer.print(1.5f);
                    writer.print(2.5d);
                    writer.print("text".toCharArray());
                    writer.print((String) null);
                    writer.print((Object) null);
                    writer.println();
                    writer.println("line");
                    writer.println(3);
                    writer.println(new char[] {'c'});
                    writer.append("a").append('b').append("cde", 1, 2).append(null);
                    writer.write("whole");
                    writer.write("part", 1, 2);
                    writer.write(0x1f600);
                    writer.write(new char[] {'x', 'y', 'z'}, 1, 1);
                    return writer.checkError();
                }),
                of("format", (q, p) -> {
                    p.setLocale(Locale.GERMANY);
                    PrintWriter writer = p.getWriter();
                    return writer == writer.printf("%,.2f", 1234.5).format(Locale.FRANCE, "%,.2f", 1234.5);
                }),
                step("format(null)", (q, p) -> p.getWriter().format(null)),
                step("print((char[]) null)", (q, p) -> p.getWriter().print((char[]) null)),
                step("write((String) null)", (q, p) -> p.getWriter().write((String) null)),
                step("write outside of the array", (q, p) -> p.getWriter().write(new char[3], 2, 5)),
                step("write a negative length", (q, p) -> p.getWriter().write("abc", 1, -1)),
                of("writer closed, then written", (q, p) -> {
                    p.getWriter().print("before");
                    p.getWriter().close();
                    p.getWriter().print("after");
                    return p.getWriter().checkError();
                }),
                of("writer flushed", (q, p) -> {
                    p.getWriter().print("before");
                    p.getWriter().flush();
                    return p.isCommitted();
                }),
                step("much text", (q, p) -> p.getWriter().print("\u20ac".repeat(50_000))),
                step("text in ISO-2022-JP", (q, p) -> {
                    p.setContentType("text/plain;charset=ISO-2022-JP");
                    p.getWriter().print("\u3042a".repeat(3_000));
                }));
    }

    private static Stream<Call> streams() {
        return Stream.of(
                of("getOutputStream is the same", (q, p) -> same(p.getOutputStream(), p.getOutputStream())),
                step("print text", (q, p) -> p.getOutputStream().print("text")),
                step("stream print of all kinds", (q, p) -> {
                    ServletOutputStream stream = p.getOutputStream();
                    stream.print(true);
                    stream.print('c');
                    stream.print(1);
                    stream.print(2L);
                    stream.print(1.5f);
                    stream.print(2.5d);
                    stream.println();
                    stream.println("line");
                    stream.println(false);
                    stream.println('d');
                    stream.println(3);
                    stream.println(4.5d);
                }),
                step("print beyond ISO-8859-1", (q, p) -> p.getOutputStream().print("\u20ac")),
                step("print of an umlaut in UTF-8", (q, p) -> {
                    p.setContentType("text/plain;charset=UTF-8");
                    p.getOutputStream().print("\u00e4");
                    p.getOutputStream().println("\u00e4");
                }),
                step("print(null)", (q, p) -> p.getOutputStream().print((String) null)),
                step("println(null)", (q, p) -> p.getOutputStream().println((String) null)),
                step("write(null)", (q, p) -> p.getOutputStream().write((byte[]) null)),
                step("write((ByteBuffer) null)", (q, p) -> p.getOutputStream().write((ByteBuffer) null)),
                step(
                        "stream write outside of the array",
                        (q, p) -> p.getOutputStream().write(new byte[3], 2, 5)),
                step(
                        "stream write a negative length",
                        (q, p) -> p.getOutputStream().write(new byte[3], 1, -1)),
                of("write(ByteBuffer)", (q, p) -> {
                    ByteBuffer buffer = ByteBuffer.wrap(BYTES);
                    p.getOutputStream().write(buffer);
                    return buffer.remaining();
                }),
                step("write one byte", (q, p) -> p.getOutputStream().write('x')),
                of("isReady", (q, p) -> p.getOutputStream().isReady()),
                step("setWriteListener(null)", (q, p) -> p.getOutputStream().setWriteListener(null)),
                step("setWriteListener", (q, p) -> p.getOutputStream().setWriteListener(new Listening())),
                step("stream closed, then written", (q, p) -> {
                    p.getOutputStream().write(BYTES);
                    p.getOutputStream().close();
                    p.getOutputStream().write(BYTES);
                }),
                step("stream closed twice", (q, p) -> {
                    p.getOutputStream().close();
                    p.getOutputStream().close();
                }),
                of("stream flushed", (q, p) -> {
                    p.getOutputStream().write(BYTES);
                    p.getOutputStream().flush();
                    return p.isCommitted();
                }),
                of("many bytes", (q, p) -> {
                    p.getOutputStream().write(new byte[100_000]);
                    return p.isCommitted();
                }),
                of("bytes of half a buffer", (q, p) -> {
                    p.getOutputStream().write(new byte[p.getBufferSize() / 2]);
                    return p.isCommitted();
                }));
    }

    private static boolean same(Object one, Object other) {
        return one == other;
    }
}
