package dev.peruser.it.containers;

import dev.peruser.UserSession;
import dev.peruser.servlet.RequestVisit;
import dev.peruser.store.SessionStore;
import dev.peruser.store.tck.faults.FailingSessionStore;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Each kind of controller changes the session, answers with all that describes a body, and signs somebody in. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Controller
class LostAnswers {
    static final String[] PATHS = {
        "/string",
        "/image",
        "/json",
        "/model-and-view",
        "/entity",
        "/stream",
        "/writer",
        "/flushed",
        "/large",
        "/callable",
        "/deferred",
        "/streaming",
        "/events",
        "/redirect",
        "/redirect-view",
        "/forward",
        "/send-error",
        "/handled",
        "/status-of-exception",
        "/response-status",
        "/static.txt"
    };

    private final Executor executor = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    });

    @Bean
    SessionStore store() {
        return FailingSessionStore.inMemory();
    }

    /** A static resource changes nothing; a filter of the application before it does. */
    @Bean
    Filter changesBeforeStaticResources() {
        return (request, response, chain) -> {
            if (((HttpServletRequest) request).getRequestURI().equals("/static.txt")) {
                UserSession session = RequestVisit.of(request).orElseThrow().session();
                change(session, Boolean.parseBoolean(request.getParameter("ok")), (HttpServletResponse) response);
            }
            chain.doFilter(request, response);
        };
    }

    /** Changes the session by a value that can or can't be stored. */
    private static void change(UserSession session, boolean isStorable, HttpServletResponse response) {
        Map<String, Object> value = new HashMap<>();
        session.put("value", value);
        if (!isStorable) {
            value.put("self", value);
        } else {
            value.put("a", 1);
        }
        describe(response);
    }

    static void describe(HttpServletResponse response) {
        response.addCookie(new Cookie("signed-in", "yes"));
        response.addHeader("Set-Cookie", "second=yes");
        response.addHeader("X-Kept", "one");
        response.addHeader("X-Kept", "two");
        response.setHeader("Vary", "Accept-Language");
        response.setHeader("Content-Security-Policy", "default-src 'self'");
        response.setHeader("ETag", "\"1\"");
        response.setDateHeader("Last-Modified", 0);
        response.setDateHeader("Expires", 0);
        response.setHeader("Cache-Control", "max-age=60");
        response.setHeader("Content-Disposition", "attachment; filename=a.txt");
        response.setHeader("Content-Location", "/elsewhere");
        response.setHeader("Content-Encoding", "br");
        response.setHeader("Content-Range", "bytes 0-1/2");
        response.setHeader("Content-MD5", "abc");
        response.setHeader("Content-Digest", "sha-256=:abc:");
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("Link", "</next>; rel=next");
        response.setHeader("Refresh", "0; url=/read");
        response.setHeader("X-Accel-Redirect", "/file");
        response.setLocale(Locale.GERMAN);
    }

    static final String[] GONE = {
        "ETag",
        "Last-Modified",
        "Expires",
        "Content-Disposition",
        "Content-Location",
        "Content-Encoding",
        "Content-Range",
        "Content-MD5",
        "Content-Digest",
        "Accept-Ranges",
        "Link",
        "Refresh",
        "X-Accel-Redirect",
        "Location"
    };

    @GetMapping("/string")
    @ResponseBody
    String string(UserSession session, @RequestParam boolean ok, HttpServletResponse response) {
        change(session, ok, response);
        return "success";
    }

    @GetMapping("/image")
    void image(UserSession session, @RequestParam boolean ok, HttpServletResponse response) throws IOException {
        change(session, ok, response);
        response.setContentType(MediaType.IMAGE_PNG_VALUE);
        response.getOutputStream().write(new byte[] {1, 2, 3});
    }

    @GetMapping("/json")
    @ResponseBody
    Map<String, String> json(UserSession session, @RequestParam boolean ok, HttpServletResponse response) {
        change(session, ok, response);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        return Map.of("result", "success");
    }

    @GetMapping("/model-and-view")
    ModelAndView modelAndView(UserSession session, @RequestParam boolean ok, HttpServletResponse response) {
        change(session, ok, response);
        View view = (model, request, answer) -> {
            answer.setContentType("text/html;charset=iso-8859-1");
            answer.getWriter().print("success");
        };
        return new ModelAndView(view);
    }

    @GetMapping("/entity")
    ResponseEntity<byte[]> entity(UserSession session, @RequestParam boolean ok, HttpServletResponse response) {
        change(session, ok, response);
        return ResponseEntity.status(201)
                .contentType(MediaType.APPLICATION_PDF)
                .header("Location", "/created")
                .body("success".getBytes(StandardCharsets.US_ASCII));
    }

    @GetMapping("/stream")
    void stream(UserSession session, @RequestParam boolean ok, HttpServletResponse response) throws IOException {
        change(session, ok, response);
        response.setContentType("text/css");
        response.getOutputStream().print("success");
    }

    @GetMapping("/writer")
    void writer(UserSession session, @RequestParam boolean ok, HttpServletResponse response) throws IOException {
        change(session, ok, response);
        response.setContentType("text/csv;charset=utf-16");
        response.getWriter().print("success");
    }

    @GetMapping("/flushed")
    void flushed(UserSession session, @RequestParam boolean ok, HttpServletResponse response) throws IOException {
        change(session, ok, response);
        response.setContentType("text/plain");
        response.getWriter().print("success");
        response.flushBuffer();
        response.getWriter().print("more success");
    }

    @GetMapping("/large")
    void large(UserSession session, @RequestParam boolean ok, HttpServletResponse response) throws IOException {
        change(session, ok, response);
        response.setContentType("text/plain");
        response.setContentLength(100_000);
        response.getOutputStream().write(new byte[100_000]);
    }

    @GetMapping("/callable")
    @ResponseBody
    Callable<String> callable(UserSession session, @RequestParam boolean ok, HttpServletResponse response) {
        return () -> {
            change(session, ok, response);
            return "success";
        };
    }

    @GetMapping("/deferred")
    @ResponseBody
    DeferredResult<String> deferred(UserSession session, @RequestParam boolean ok, HttpServletResponse response) {
        DeferredResult<String> result = new DeferredResult<>();
        executor.execute(() -> {
            change(session, ok, response);
            result.setResult("success");
        });
        return result;
    }

    @GetMapping("/streaming")
    StreamingResponseBody streaming(UserSession session, @RequestParam boolean ok, HttpServletResponse response) {
        return body -> {
            change(session, ok, response);
            body.write("success".getBytes(StandardCharsets.US_ASCII));
        };
    }

    /** Nothing ends the stream but its first event. */
    @GetMapping("/events")
    SseEmitter events(UserSession session, @RequestParam boolean ok, HttpServletResponse response) {
        change(session, ok, response);
        SseEmitter events = new SseEmitter(0L);
        CompletableFuture.runAsync(() -> send(events), executor);
        return events;
    }

    private static void send(SseEmitter events) {
        try {
            events.send("success");
        } catch (IOException | IllegalStateException e) {
            events.completeWithError(e);
        }
    }

    @GetMapping("/redirect")
    void redirect(UserSession session, @RequestParam boolean ok, HttpServletResponse response) throws IOException {
        change(session, ok, response);
        response.sendRedirect("/success");
    }

    @GetMapping("/redirect-view")
    String redirectView(UserSession session, @RequestParam boolean ok, HttpServletResponse response) {
        change(session, ok, response);
        return "redirect:/success";
    }

    @GetMapping("/forward")
    void forward(
            UserSession session, @RequestParam boolean ok, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        change(session, ok, response);
        request.getRequestDispatcher("/target").forward(request, response);
    }

    @GetMapping("/target")
    @ResponseBody
    String target() {
        return "success";
    }

    @GetMapping("/send-error")
    void sendError(UserSession session, @RequestParam boolean ok, HttpServletResponse response) throws IOException {
        change(session, ok, response);
        response.setContentType("text/plain");
        response.sendError(404);
    }

    @GetMapping("/handled")
    void handled(UserSession session, @RequestParam boolean ok, HttpServletResponse response) {
        change(session, ok, response);
        throw new UnsupportedOperationException("handled");
    }

    @ExceptionHandler
    @ResponseBody
    String handle(UnsupportedOperationException thrown, HttpServletResponse response) {
        response.setContentType("text/plain");
        return "success";
    }

    @ResponseStatus(HttpStatus.CONFLICT)
    private static final class Refused extends RuntimeException {}

    @GetMapping("/status-of-exception")
    void refused(UserSession session, @RequestParam boolean ok, HttpServletResponse response) {
        change(session, ok, response);
        throw new Refused();
    }

    @GetMapping("/response-status")
    @ResponseStatus(HttpStatus.CREATED)
    @ResponseBody
    String created(UserSession session, @RequestParam boolean ok, HttpServletResponse response) {
        change(session, ok, response);
        return "success";
    }
}
