package dev.peruser.it.soak;

import java.time.Duration;
import java.util.List;

/**
 * What else the servers have to live with, beside pauses, failures and kills.
 *
 * @param nearCache how old a copy in a server's near cache may become; zero: it has none
 * @param lag by how much a load may be behind what was saved, as from a replica of the database; zero: by nothing
 * @param lostPerMille how many saves of a thousand others can read for a while although they are lost in the end, as on
 *     a server that fails before its replica has them
 * @param unansweredPerMille of how many saves of a thousand that were made the answer is lost
 */
record Trouble(Duration nearCache, Duration lag, int lostPerMille, int unansweredPerMille) {
    /** How many {@link #arguments} there are. */
    static final int ARGUMENTS = 4;

    static Trouble parse(List<String> arguments) {
        return new Trouble(
                Duration.parse(arguments.get(0)),
                Duration.parse(arguments.get(1)),
                Integer.parseInt(arguments.get(2)),
                Integer.parseInt(arguments.get(3)));
    }

    /** For {@link #parse}. */
    List<String> arguments() {
        return List.of(
                nearCache.toString(),
                lag.toString(),
                Integer.toString(lostPerMille),
                Integer.toString(unansweredPerMille));
    }
}
