package dev.peruser.it.scenarios;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Many requests at once, and how long the client waited for each answer. */
final class Burst {

    /** One answer. */
    record Answer(int status, Duration time) {}

    private final List<CompletableFuture<Answer>> running = new ArrayList<>();

    void send(Supplier<CompletableFuture<HttpResponse<String>>> request) {
        long start = System.nanoTime();
        running.add(request.get()
                .thenApply(response -> new Answer(response.statusCode(), Duration.ofNanos(System.nanoTime() - start))));
    }

    /** Waits for all, and gives them from the fastest to the slowest. */
    List<Answer> answers(String title) {
        List<Answer> answers = running.stream()
                .map(CompletableFuture::join)
                .sorted(java.util.Comparator.comparing(Answer::time))
                .toList();
        int last = answers.size() - 1;
        System.out.println(title + ": " + answers.size() + " answers, median "
                + answers.get(last / 2).time().toMillis() + " ms, slowest "
                + answers.get(last).time().toMillis() + " ms");
        return answers;
    }
}
