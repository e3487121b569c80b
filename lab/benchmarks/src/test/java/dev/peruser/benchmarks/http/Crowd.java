package dev.peruser.benchmarks.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The clients of one application: each has a thread, a connection and guests of its own. */
final class Crowd implements AutoCloseable {
    private final List<Client> clients = new ArrayList<>();
    private final ExecutorService threads;

    Crowd(ShopKind kind, int port, int size, int guests) throws IOException {
        threads = Executors.newFixedThreadPool(size);
        for (int number = 0; number < size; number++) {
            Client client = new Client(new Connection(port), new ArrayList<>());
            for (int guest = 0; guest < guests; guest++) {
                client.guests.add(new Guest("%s-%d-%d".formatted(kind, number, guest), port));
            }
            clients.add(client);
        }
    }

    /** Fills all sessions. */
    void fill() throws Exception {
        for (Client client : clients) {
            for (Guest guest : client.guests) {
                guest.fill(client.connection);
            }
        }
    }

    /** Looks whether all that was changed is there. */
    void check() throws Exception {
        for (Client client : clients) {
            for (Guest guest : client.guests) {
                guest.show(client.connection);
            }
        }
    }

    /** Does one thing for so long, as often as it goes. The first wrong answer ends it. */
    long run(HttpCase what, int seconds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        List<Future<Long>> running = new ArrayList<>();
        for (Client client : clients) {
            running.add(threads.submit(() -> client.run(what, end)));
        }
        long requests = 0;
        for (Future<Long> one : running) {
            try {
                requests += one.get();
            } catch (ExecutionException e) {
                throw new IOException("a request failed: " + e.getCause(), e.getCause());
            }
        }
        return requests;
    }

    /** One guest does one thing so many times. */
    void runAlone(HttpCase what, int requests) throws IOException {
        Client client = clients.get(0);
        for (int request = 0; request < requests; request++) {
            what.run(client.guests.get(0), client.connection);
        }
    }

    @Override
    public void close() throws IOException {
        threads.shutdown();
        for (Client client : clients) {
            client.connection.close();
        }
    }

    private record Client(Connection connection, List<Guest> guests) {
        long run(HttpCase what, long end) throws IOException {
            long requests = 0;
            while (System.nanoTime() - end < 0) {
                what.run(guests.get((int) (requests % guests.size())), connection);
                requests++;
            }
            return requests;
        }
    }
}
