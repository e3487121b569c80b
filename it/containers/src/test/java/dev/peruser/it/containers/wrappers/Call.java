package dev.peruser.it.containers.wrappers;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** One thing that an application may do with its request and response. */
record Call(String name, Action action) {

    /** What is done, and what comes of it. */
    @FunctionalInterface
    interface Action {
        @Nullable Object call(HttpServletRequest request, HttpServletResponse response) throws Exception;
    }

    /** What is done. */
    @FunctionalInterface
    interface Step {
        void run(HttpServletRequest request, HttpServletResponse response) throws Exception;
    }

    static Call of(String name, Action action) {
        return new Call(name, action);
    }

    static Call step(String name, Step step) {
        return new Call(name, (request, response) -> {
            step.run(request, response);
            return "done";
        });
    }
}
