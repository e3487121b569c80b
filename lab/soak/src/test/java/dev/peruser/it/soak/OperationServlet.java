package dev.peruser.it.soak;

import dev.peruser.UserSession;
import dev.peruser.servlet.RequestVisit;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs operations, each in the {@link Way} that the request says. */
final class OperationServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final String OPERATION = "operation";
    private static final String ANSWER = "answer";
    private static final String FAILURE = "failure";

    private final transient TroubledStore store;
    private final transient ExecutorService workers = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "worker");
        thread.setDaemon(true);
        return thread;
    });

    private final boolean isThroughHttpSession;

    OperationServlet(TroubledStore store, boolean isThroughHttpSession) {
        this.store = store;
        this.isThroughHttpSession = isThroughHttpSession;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String operation = request.getServletPath().substring(1);
        if (operation.equals("trouble")) {
            store.trouble(request.getParameter("on") != null);
        } else if (operation.equals("kill-at")) {
            store.killAt(Step.valueOf(request.getParameter("step")));
        } else if (request.getAttribute(OPERATION) == null) {
            request.setAttribute(OPERATION, operation);
            begin(way(request), request, response);
        } else {
            goOn(request, response);
        }
    }

    private static Way way(HttpServletRequest request) {
        String way = request.getParameter("way");
        return way == null ? Way.PLAIN : Way.valueOf(way);
    }

    private void begin(Way way, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        switch (way) {
            case PLAIN -> write(response, run(request, response));
            case STREAM -> stream(response, run(request, response));
            case REDIRECT -> {
                run(request, response);
                response.sendRedirect("/elsewhere");
            }
            case FORWARD -> request.getRequestDispatcher("/forwarded").forward(request, response);
            case ERROR_SENT -> response.sendError(500);
            case EXCEPTION -> throw new IllegalStateException("as applications throw them");
            case ASYNC -> completeElsewhere(request);
            case ASYNC_DISPATCH -> dispatchElsewhere(request, response);
        }
    }

    /** A further dispatch of a request. */
    private void goOn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Way way = way(request);
        if (request.getAttribute(FAILURE) instanceof RuntimeException failure) {
            throw failure;
        }
        if (request.getAttribute(ANSWER) instanceof String answer) {
            write(response, answer);
        } else if (way == Way.FORWARD && request.getDispatcherType() == DispatcherType.FORWARD) {
            write(response, run(request, response));
        } else if ((way == Way.ERROR_SENT || way == Way.EXCEPTION)
                && request.getDispatcherType() == DispatcherType.ERROR) {
            response.setStatus(200);
            write(response, run(request, response));
        } else {
            response.setStatus(500);
            write(response, "an error that nobody wanted");
        }
    }

    private void completeElsewhere(HttpServletRequest request) {
        AsyncContext context = request.startAsync();
        HttpServletRequest worked = (HttpServletRequest) context.getRequest();
        HttpServletResponse answered = (HttpServletResponse) context.getResponse();
        UserSession session = sessionOf(worked);
        workers.execute(() -> {
            store.begin();
            try {
                write(answered, run(worked, answered, session));
            } catch (RuntimeException | IOException e) {
                answered.setStatus(503);
            }
            context.complete();
        });
    }

    private void dispatchElsewhere(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext context = request.startAsync(request, response);
        UserSession session = sessionOf(request);
        workers.execute(() -> {
            store.begin();
            try {
                request.setAttribute(ANSWER, run(request, response, session));
            } catch (RuntimeException e) {
                request.setAttribute(FAILURE, e);
            }
            context.dispatch("/result");
        });
    }

    private UserSession sessionOf(HttpServletRequest request) {
        UserSession session = RequestVisit.of(request).orElseThrow().session();
        return isThroughHttpSession ? ThroughHttpSession.of(request, session) : session;
    }

    private String run(HttpServletRequest request, HttpServletResponse response) {
        return run(request, response, sessionOf(request));
    }

    private static String run(HttpServletRequest request, HttpServletResponse response, UserSession session) {
        return new Operation(request, response, session).run((String) request.getAttribute(OPERATION));
    }

    private static void write(HttpServletResponse response, String answer) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().write(answer);
    }

    private static void stream(HttpServletResponse response, String answer) throws IOException {
        response.setContentType("text/plain");
        Writer writer = response.getWriter();
        int half = answer.length() / 2;
        writer.write(answer, 0, half);
        writer.flush();
        writer.write(answer, half, answer.length() - half);
        writer.flush();
    }
}
