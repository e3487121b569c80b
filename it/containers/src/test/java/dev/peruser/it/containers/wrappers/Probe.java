package dev.peruser.it.containers.wrappers;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes one call, and then looks at all that can be seen of request and response. */
record Probe(Recording recording, Call call, HttpServletRequest request, HttpServletResponse response) {
    /** The message of what applications throw here. */
    static final String ON_PURPOSE = "thrown by the application";

    /** The name of an attribute that says that the container is to end asynchronous work. */
    static final String LEFT_TO_THE_CONTAINER = "left to the container";

    Probe with(HttpServletRequest wrappedRequest, HttpServletResponse wrappedResponse) {
        return new Probe(recording, call, wrappedRequest, wrappedResponse);
    }

    void make() throws Exception {
        if (!recording.beginsProbe()) {
            return;
        }
        try {
            @Nullable Exception thrown = recording.record(call.name(), () -> call.action().call(request, response));
            look();
            recording.record("text behind it", () -> {
                write("t");
                return "written";
            });
            recording.record("end of async", () -> {
                if (!request.isAsyncStarted() || request.getAttribute(LEFT_TO_THE_CONTAINER) != null) {
                    return "none";
                }
                request.getAsyncContext().complete();
                return "completed";
            });
            if (thrown != null && ON_PURPOSE.equals(thrown.getMessage())) {
                throw thrown;
            }
        } finally {
            recording.endsProbe();
        }
    }

    /** Where nobody hears of exceptions. */
    void makeElsewhere() {
        try {
            make();
        } catch (Exception e) {
            // it is recorded already
        }
    }

    private void look() {
        Map<String, Recording.Asked> seen = new LinkedHashMap<>();
        seen.put("isCommitted", response::isCommitted);
        seen.put("getStatus", response::getStatus);
        seen.put("getContentType", response::getContentType);
        seen.put("getCharacterEncoding", response::getCharacterEncoding);
        seen.put("getBufferSize", response::getBufferSize);
        seen.put("getHeaderNames", response::getHeaderNames);
        seen.put("getHeader(Content-Type)", () -> response.getHeader("Content-Type"));
        seen.put("containsHeader(Content-Length)", () -> response.containsHeader("Content-Length"));
        seen.put("getLocale", response::getLocale);
        seen.put("isAsyncStarted", request::isAsyncStarted);
        seen.put("getAsyncContext", () -> request.getAsyncContext() == null ? null : "one");
        seen.put("getDispatcherType", request::getDispatcherType);
        seen.put("getSession(false)", () -> request.getSession(false) == null ? null : "one");
        seen.forEach((name, asked) -> recording.record("then " + name, asked));
    }

    private void write(String text) throws IOException {
        try {
            response.getWriter().print(text);
        } catch (IllegalStateException e) {
            response.getOutputStream().print(text);
        }
    }
}
