package dev.peruser.migration.command;

import dev.peruser.migration.SessionMigration;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Draws how far a migration is: on a terminal a bar that is drawn again and again, elsewhere a line from time to time.
 */
final class ProgressBar implements SessionMigration.Progress {
    private static final int WIDTH = 30;
    private static final Duration ON_A_TERMINAL = Duration.ofMillis(100);
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);

    private final PrintStream out;
    private final boolean isTerminal;
    private long startedAt = System.nanoTime();
    private long drawnAt;
    private boolean isCounting = true;

    ProgressBar(PrintStream out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
        this.drawnAt = startedAt;
    }

    @Override
    public void reached(long done, long total) {
        long now = System.nanoTime();
        if (isCounting && total >= 0) {
            isCounting = false;
            startedAt = now;
        }
        Duration interval = isTerminal ? ON_A_TERMINAL : ELSEWHERE;
        if (now - drawnAt >= interval.toNanos()) {
            drawnAt = now;
            draw(text(done, total, Duration.ofNanos(now - startedAt)));
        }
    }

    private void draw(String text) {
        if (isTerminal) {
            out.print("\r" + text + "\u001b[K");
            out.flush();
        } else {
            out.println(text);
        }
    }

    /** Ends the line, if there is one that is drawn again and again. */
    void end() {
        if (isTerminal) {
            out.print("\r\u001b[K");
            out.flush();
        }
    }

    static String text(long done, long total, Duration time) {
        if (total < 0) {
            return String.format(Locale.ROOT, "counting: %,d", done);
        }
        double share = total == 0 ? 1 : Math.min(1, (double) done / total);
        int filled = (int) (share * WIDTH);
        double perSecond = done / Math.max(0.001, time.toMillis() / 1000.0);
        long left = perSecond <= 0 ? 0 : (long) (Math.max(0, total - done) / perSecond);
        return String.format(
                Locale.ROOT,
                "[%s%s] %3d %%  %,d of %,d  %,.0f/s  %d:%02d left",
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                (int) (share * 100),
                done,
                total,
                perSecond,
                left / 60,
                left % 60);
    }
}
