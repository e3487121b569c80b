package dev.peruser.it.containers.wrappers;

import dev.peruser.servlet.RequestVisit;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What each request to a container does: reaches a state, and makes a call. */
final class Probes implements Filter {
    static final List<Call> CALLS = Stream.of(ResponseCalls.all(), BodyCalls.all(), RequestCalls.all())
            .flatMap(calls -> calls)
            .toList();

    private final Map<String, Call> calls =
            CALLS.stream().collect(Collectors.toUnmodifiableMap(Call::name, Function.identity()));
    private final Map<String, Recording> recordings = new ConcurrentHashMap<>();

    Recording begin(String id) {
        Recording recording = new Recording();
        recordings.put(id, recording);
        return recording;
    }

    void serve(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        Recording recording = recordings.get(request.getParameter("id"));
        State state = State.valueOf(request.getParameter("state"));
        Probe probe = new Probe(recording, calls.get(request.getParameter("call")), request, response);
        try {
            if (recording.isProbed()) {
                answer(request, response);
            } else if (request.getDispatcherType() == DispatcherType.REQUEST) {
                recording.bind(request);
                response.addCookie(new Cookie("always", "there"));
                if (state == State.SESSION_CHANGED) {
                    RequestVisit.of(request).ifPresent(visit -> visit.session().put("a", 1));
                }
                state.reach(probe);
            } else {
                recording.bind(request);
                probe.make();
            }
        } catch (RuntimeException | ServletException | IOException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    /** A further dispatch, which the call has caused. */
    private static void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String text = " then " + request.getDispatcherType() + " ";
        try {
            response.getWriter().print(text);
        } catch (IllegalStateException e) {
            response.getOutputStream().print(text);
        }
        if (request.getDispatcherType() == DispatcherType.ASYNC
                && request.getServletPath().equals("/again")) {
            request.startAsync().complete();
        }
    }

    /** The filter furthest out: what is left unfinished ends soon, and others learn that the dispatch has ended. */
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } finally {
            try {
                if (request.isAsyncStarted()) {
                    boolean isLeft = request.getAttribute(Probe.LEFT_TO_THE_CONTAINER) != null
                            || State.ON_TIMEOUT.name().equals(request.getParameter("state"));
                    request.getAsyncContext().setTimeout(isLeft ? State.TIMEOUT_MILLIS : State.LONG_TIMEOUT_MILLIS);
                }
            } catch (IllegalStateException e) {
                // completed already
            } finally {
                recordings.get(request.getParameter("id")).returned();
            }
        }
    }
}
