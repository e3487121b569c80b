package dev.peruser.it.servers;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A database server, started at first use, once in a process, and ended with it. Safe for use by many threads. */
abstract class DatabaseServer {
    /** In messages and folders. */
    final String name;

    private @Nullable String url;
    private @Nullable ServerProcess process;

    DatabaseServer(String name) {
        this.name = name;
    }

    static Optional<String> given(String variable) {
        return Optional.ofNullable(System.getenv(variable)).filter(text -> !text.isBlank());
    }

    /** Starts it, tells {@link #runs} its process, and gives the JDBC URL. */
    abstract String start() throws Exception;

    final void runs(ServerProcess started) {
        process = started;
    }

    /** Stops all its processes where they are. Connections stay open, and nobody answers. */
    public final synchronized void pause() {
        started().pause();
    }

    /** Ends {@link #pause}. */
    public final synchronized void resume() {
        started().resume();
    }

    private ServerProcess started() {
        if (process == null) {
            throw new IllegalStateException(name + " does not run here");
        }
        return process;
    }

    final synchronized String url() {
        if (url == null) {
            try {
                url = start();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(name + " did not start", e);
            } catch (Exception e) {
                throw new IllegalStateException(name + " did not start", e);
            }
        }
        return url;
    }
}
