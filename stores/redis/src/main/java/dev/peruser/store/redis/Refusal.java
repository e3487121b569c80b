package dev.peruser.store.redis;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Redis says when it says no, whether it may say yes soon, and what can be done about it. */
enum Refusal {
    /** The script was not found by its hash, so it was not run. */
    NOSCRIPT(true, "the script was forgotten again and again; see who sends SCRIPT FLUSH"),
    /** The data is still being read from disk: nothing but a few commands about the server is run. */
    LOADING(true, "the server was still loading its data at the deadline; wait until it is done"),
    /** The server does nothing but one script that takes long. */
    BUSY(true, "the server was busy with a long script until the deadline; look for whose it is"),
    /** A node of a Cluster that doesn't see enough others runs no command with a key. */
    CLUSTERDOWN(true, "the Cluster was not complete at the deadline; see CLUSTER INFO"),
    /** The key is being moved to another node, and is on neither as a whole. */
    TRYAGAIN(true, "the slot was being moved to another node until the deadline; wait until that is done"),
    /** The key is served by another node. */
    MOVED(true, "the nodes of the Cluster did not agree until the deadline who serves the key"),
    /** The key is at the node to which its slot is being moved. */
    ASK(true, "the slot was being moved to another node until the deadline; wait until that is done"),
    /**
     * A replica refuses the first write of a script, and these scripts write nothing before they are refused: so
     * nothing was changed. After a fail-over the new master is found soon.
     */
    READONLY(
            true,
            "the server was a replica until the deadline, and a replica can't be written to; give the master's address,"
                    + " or those of the Sentinels"),
    /** A replica that has lost its master refuses to answer with old data. */
    MASTERDOWN(true, "the server was a replica without its master until the deadline; see whether the master runs"),
    /** No memory is left; these scripts are refused at their first write. */
    OOM(false, "the server's memory is full (maxmemory); nothing was changed. Give it more"),
    /** Saving to disk failed before, so writes are refused. */
    MISCONF(false, "the server can't save to its disk and refuses writes (MISCONF); see its log"),
    /** Fewer replicas than min-replicas-to-write are there. */
    NOREPLICAS(
            false,
            "the server has fewer replicas than min-replicas-to-write wants, and refuses writes; bring them back"),
    /** Nobody said who is there. */
    NOAUTH(false, "the server wants a password; give it in the URL: redis://user:password@host"),
    /** Not that one. */
    WRONGPASS(false, "the server refuses the user name or password; check both"),
    /** The user may not do that. */
    NOPERM(
            false,
            "the Redis user lacks a right; docs/stores/redis.md lists the commands that it needs, and it needs them on"
                    + " all keys that begin with the prefix"),
    /** It has another name there, or the server never heard of it. */
    UNKNOWN_COMMAND(
            false,
            "the server denies a command that sessions need, as services do that rename some; docs/stores/redis.md lists"
                    + " them: have it allowed, or use another server"),
    /** Something else is stored under the key. */
    WRONGTYPE(
            false,
            "under the key there is something of another application; it was left as it is. Choose another prefix"),
    /** No connection more. */
    MAXCLIENTS(
            false,
            "the server has as many clients as it allows (maxclients); raise that, or look for clients that have too many connections"),
    /** Anything else. */
    OTHER(false, "the server reported an error; see its log");

    private static final Pattern CODE = Pattern.compile("\\b(NOSCRIPT|LOADING|BUSY|CLUSTERDOWN|TRYAGAIN|MOVED|ASK"
            + "|READONLY|MASTERDOWN|OOM|MISCONF|NOREPLICAS|NOAUTH|WRONGPASS|NOPERM|WRONGTYPE)\\b");

    private static final Pattern UNKNOWN = Pattern.compile("(?i)\\bunknown (redis )?command\\b");

    private static final Pattern NAMED = Pattern.compile(
            "(?i)\\bunknown (?:redis )?command:? ?[`'\"]?([a-z|]{2,20})\\b|\\brun the '([a-z|]{2,20})' command");

    /** An error inside a script doesn't say which it was: "Unknown Redis command called from script". */
    private static final String NO_NAME = "CALLED";

    private final boolean passes;
    private final String explanation;

    Refusal(boolean passes, String explanation) {
        this.passes = passes;
        this.explanation = explanation;
    }

    /** Finds the code in an error, which an error inside a script has in its middle. */
    static Refusal of(String message) {
        Matcher code = CODE.matcher(message);
        if (code.find()) {
            return valueOf(code.group(1));
        }
        // What version 6.2 says of an error inside a script has no code.
        if (message.contains("can't run this command") || message.contains("can't access at least one of the keys")) {
            return NOPERM;
        }
        if (UNKNOWN.matcher(message).find()) {
            return UNKNOWN_COMMAND;
        }
        return message.contains("max number of clients") ? MAXCLIENTS : OTHER;
    }

    /** Which command was refused, if the answer says it. The answer may hold a key as well. */
    static Optional<String> command(String message) {
        Matcher named = NAMED.matcher(message);
        return named.find()
                ? Optional.of((named.group(1) == null ? named.group(2) : named.group(1)).toUpperCase(Locale.ROOT))
                        .filter(name -> !name.equals(NO_NAME))
                : Optional.empty();
    }

    /** Whether it is this command that was refused, because the server doesn't know it or the user may not run it. */
    static boolean isOf(String command, String message) {
        return command(message).filter(command::equals).isPresent();
    }

    /** Whether it is known that nothing was changed, and may be otherwise in a moment. */
    boolean passes() {
        return passes;
    }

    /** Whether it need not be waited for. */
    boolean isAnsweredElsewhere() {
        return this == NOSCRIPT || this == MOVED || this == ASK;
    }

    String explanation() {
        return explanation;
    }
}
