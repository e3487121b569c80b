package dev.peruser.it.containers.wrappers;

import static dev.peruser.it.containers.wrappers.Call.of;
import static dev.peruser.it.containers.wrappers.Call.step;

import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Errors, redirects, headers, and what they say about the body. */
final class ResponseCalls {
    private static final byte[] BYTES = "bytes".getBytes(StandardCharsets.US_ASCII);

    private ResponseCalls() {}

    static Stream<Call> all() {
        return Stream.of(errors(), headers(), bodies()).flatMap(calls -> calls);
    }

    private static Stream<Call> errors() {
        return Stream.of(
                step("nothing", (q, p) -> {}),
                step("sendError(404)", (q, p) -> p.sendError(404)),
                step("sendError(409, text)", (q, p) -> p.sendError(409, "no")),
                step("sendError(404, null)", (q, p) -> p.sendError(404, null)),
                step("sendError(200)", (q, p) -> p.sendError(200)),
                step("sendError twice", (q, p) -> {
                    p.sendError(404);
                    p.sendError(500);
                }),
                step("sendError, then reset", (q, p) -> {
                    p.sendError(404);
                    p.reset();
                }),
                step("sendError, then resetBuffer", (q, p) -> {
                    p.sendError(404);
                    p.resetBuffer();
                }),
                of("sendError, then a header", (q, p) -> {
                    p.sendError(404);
                    p.setHeader("X-After", "1");
                    return p.containsHeader("X-After") + "/" + p.getHeader("X-After") + "/" + p.getStatus();
                }),
                step("sendError, then write", (q, p) -> {
                    p.sendError(404);
                    p.getOutputStream().write(BYTES);
                }),
                step("sendError, then redirect", (q, p) -> {
                    p.sendError(404);
                    p.sendRedirect("/elsewhere");
                }),
                step("sendError, then flush", (q, p) -> {
                    p.sendError(404);
                    p.flushBuffer();
                }),
                step("sendError, then exception", (q, p) -> {
                    p.sendError(404);
                    throw new IllegalStateException(Probe.ON_PURPOSE);
                }),
                step("sendRedirect", (q, p) -> p.sendRedirect("relative")),
                step("sendRedirect(absolute)", (q, p) -> p.sendRedirect("/absolute?a=b")),
                step("sendRedirect(null)", (q, p) -> p.sendRedirect(null)),
                step("sendRedirect(303)", (q, p) -> p.sendRedirect("/x", 303)),
                step("sendRedirect(200)", (q, p) -> p.sendRedirect("/x", 200)),
                step("sendRedirect(keep)", (q, p) -> p.sendRedirect("/x", false)),
                step("sendRedirect(303, keep)", (q, p) -> p.sendRedirect("/x", 303, false)),
                step("sendRedirect(malformed)", (q, p) -> p.sendRedirect("http://[broken")),
                step("sendRedirect twice", (q, p) -> {
                    p.sendRedirect("/x");
                    p.sendRedirect("/y");
                }),
                step("throws RuntimeException", (q, p) -> {
                    throw new IllegalStateException(Probe.ON_PURPOSE);
                }),
                step("writes, then throws", (q, p) -> {
                    p.getWriter().print("lost");
                    throw new IllegalStateException(Probe.ON_PURPOSE);
                }),
                step("setStatus(201)", (q, p) -> p.setStatus(201)),
                step("setStatus(0)", (q, p) -> p.setStatus(0)));
    }

    private static Stream<Call> headers() {
        return Stream.of(
                step("setHeader", (q, p) -> p.setHeader("X-A", "1")),
                step("setHeader(x, null)", (q, p) -> {
                    p.setHeader("X-A", "1");
                    p.setHeader("X-A", null);
                }),
                step("setHeader(null, v)", (q, p) -> p.setHeader(null, "v")),
                step("setHeader('', v)", (q, p) -> p.setHeader("", "v")),
                step("addHeader(x, null)", (q, p) -> p.addHeader("X-A", null)),
                step("addHeader(null, v)", (q, p) -> p.addHeader(null, "v")),
                of("addHeader twice", (q, p) -> {
                    p.addHeader("X-A", "1");
                    p.addHeader("x-a", "2");
                    return p.getHeaders("X-A");
                }),
                of("getHeader of none", (q, p) -> p.getHeader("X-None")),
                of("getHeaders of none", (q, p) -> p.getHeaders("X-None")),
                of("getHeader(null)", (q, p) -> p.getHeader(null)),
                of("containsHeader(null)", (q, p) -> p.containsHeader(null)),
                step("setIntHeader", (q, p) -> p.setIntHeader("X-A", 1)),
                step("setIntHeader(null)", (q, p) -> p.setIntHeader(null, 1)),
                step("addIntHeader", (q, p) -> p.addIntHeader("X-A", -1)),
                step("setDateHeader", (q, p) -> p.setDateHeader("X-A", 0)),
                step("setDateHeader(null)", (q, p) -> p.setDateHeader(null, 0)),
                step("addDateHeader", (q, p) -> p.addDateHeader("X-A", -1)),
                step("setHeader(Content-Length, no number)", (q, p) -> p.setHeader("Content-Length", "many")),
                step("setHeader(Content-Length, '')", (q, p) -> p.setHeader("Content-Length", "")),
                step("setHeader(Content-Length, ' 5 ')", (q, p) -> {
                    p.setHeader("Content-Length", " 5 ");
                    p.getOutputStream().write(BYTES);
                }),
                step("setHeader(Content-Length, -1)", (q, p) -> p.setHeader("Content-Length", "-1")),
                step("setHeader(Content-Length, huge)", (q, p) -> p.setHeader("Content-Length", "9".repeat(30))),
                step("setHeader(Content-Length, null)", (q, p) -> {
                    p.setContentLength(500);
                    p.setHeader("Content-Length", null);
                    p.getOutputStream().write(BYTES);
                }),
                step("addHeader(Content-Length, no number)", (q, p) -> p.addHeader("Content-Length", "1,2")),
                step("setIntHeader(Content-Length)", (q, p) -> {
                    p.setIntHeader("Content-Length", 5);
                    p.getOutputStream().write(BYTES);
                }),
                step("setIntHeader(Content-Length, -1)", (q, p) -> p.setIntHeader("Content-Length", -1)),
                step("setDateHeader(Content-Length)", (q, p) -> p.setDateHeader("Content-Length", 0)),
                step("setContentLength(5)", (q, p) -> {
                    p.setContentLength(5);
                    p.getOutputStream().write(BYTES);
                }),
                step("setContentLength(0)", (q, p) -> p.setContentLength(0)),
                step("setContentLength(-1)", (q, p) -> p.setContentLength(-1)),
                step("setContentLength(-5)", (q, p) -> p.setContentLength(-5)),
                step("setContentLengthLong(-1)", (q, p) -> p.setContentLengthLong(-1)),
                step("setContentLength taken back", (q, p) -> {
                    p.setContentLength(3);
                    p.setContentLength(-1);
                    p.getOutputStream().write(BYTES);
                }),
                step("setContentLength too small", (q, p) -> {
                    p.setContentLength(2);
                    p.getOutputStream().write(BYTES);
                }),
                step("setContentLength less than written", (q, p) -> {
                    p.getOutputStream().write(BYTES);
                    p.setContentLength(2);
                }),
                step("setContentType", (q, p) -> p.setContentType("text/html;charset=iso-8859-1")),
                step("setContentType(null)", (q, p) -> p.setContentType(null)),
                step("setHeader(Content-Type, null)", (q, p) -> {
                    p.setContentType("text/html");
                    p.setHeader("Content-Type", null);
                }),
                step("setContentType(malformed)", (q, p) -> p.setContentType("no type; charset=")),
                step("setContentType(unknown charset)", (q, p) -> p.setContentType("text/plain;charset=nothing")),
                step("setCharacterEncoding", (q, p) -> p.setCharacterEncoding("UTF-16")),
                step("setCharacterEncoding(Charset)", (q, p) -> p.setCharacterEncoding(StandardCharsets.UTF_16LE)),
                step("setCharacterEncoding(null)", (q, p) -> p.setCharacterEncoding((String) null)),
                step("setCharacterEncoding(unknown)", (q, p) -> {
                    p.setCharacterEncoding("nothing");
                    p.getWriter().print("x");
                }),
                step("setLocale", (q, p) -> p.setLocale(Locale.GERMAN)),
                step("setLocale(null)", (q, p) -> p.setLocale(null)),
                of("getLocale", (q, p) -> p.getLocale()),
                step("addCookie", (q, p) -> p.addCookie(new Cookie("a", "b"))),
                step("addCookie(null)", (q, p) -> p.addCookie(null)),
                of("encodeURL", (q, p) -> p.encodeURL("/a") + p.encodeRedirectURL("/b")),
                of("encodeURL(null)", (q, p) -> p.encodeURL(null)),
                step("setTrailerFields", (q, p) -> p.setTrailerFields(() -> Map.of("X-Trailer", "1"))),
                step("setTrailerFields(null)", (q, p) -> p.setTrailerFields(null)),
                of("getTrailerFields", (q, p) -> p.getTrailerFields()));
    }

    private static Stream<Call> bodies() {
        return Stream.of(
                step("flushBuffer", (q, p) -> p.flushBuffer()),
                step("flushBuffer twice", (q, p) -> {
                    p.flushBuffer();
                    p.flushBuffer();
                }),
                step("reset", (q, p) -> p.reset()),
                step("resetBuffer", (q, p) -> p.resetBuffer()),
                step("getWriter, reset, getOutputStream", (q, p) -> {
                    p.getWriter().print("gone");
                    p.reset();
                    p.getOutputStream().write(BYTES);
                }),
                step("getOutputStream, reset, getWriter", (q, p) -> {
                    p.getOutputStream().write(BYTES);
                    p.reset();
                    p.getWriter().print("stays");
                }),
                step("getWriter, resetBuffer, getOutputStream", (q, p) -> {
                    p.getWriter().print("gone");
                    p.resetBuffer();
                    p.getOutputStream().write(BYTES);
                }),
                step("length, written, resetBuffer, written", (q, p) -> {
                    p.setContentLength(8);
                    p.getOutputStream().write(BYTES);
                    p.resetBuffer();
                    p.getOutputStream().write(BYTES);
                }),
                step("setBufferSize", (q, p) -> p.setBufferSize(8_000)),
                step("setBufferSize(0)", (q, p) -> p.setBufferSize(0)),
                step("write, then setBufferSize", (q, p) -> {
                    p.getOutputStream().write(BYTES);
                    p.setBufferSize(8_000);
                }),
                of("isWrapperFor itself", (q, p) -> isWrapper(q, p)));
    }

    /** What is below an application's own wrappers is asked for by their type. */
    private static boolean isWrapper(jakarta.servlet.ServletRequest q, jakarta.servlet.ServletResponse p) {
        HttpServletRequestWrapper request = new HttpServletRequestWrapper((jakarta.servlet.http.HttpServletRequest) q);
        HttpServletResponseWrapper response =
                new HttpServletResponseWrapper((jakarta.servlet.http.HttpServletResponse) p);
        return new ServletRequestWrapper(request).isWrapperFor(q)
                && new ServletResponseWrapper(response).isWrapperFor(p)
                && request.getRequest() == q
                && response.getResponse() == p;
    }
}
