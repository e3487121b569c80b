package dev.peruser.benchmarks.http;

import java.io.IOException;

/** What guests do. */
enum HttpCase {
    READ("A: read two attributes") {
        @Override
        void run(Guest guest, Connection connection) throws IOException {
            guest.show(connection);
        }
    },
    CHANGE("C: change one cart line") {
        @Override
        void run(Guest guest, Connection connection) throws IOException {
            guest.change(connection);
        }
    };

    private final String title;

    HttpCase(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    abstract void run(Guest guest, Connection connection) throws IOException;
}
