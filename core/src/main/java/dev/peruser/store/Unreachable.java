package dev.peruser.store;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says why no connection to a server was to be had, for the messages of stores: what the network says, without what an
 * exception's own message may hold.
 */
public final class Unreachable {
    private Unreachable() {}

    /**
     * The first reason that is known among a failure and its causes, in brackets after a blank; empty if none is.
     *
     * @param aboutTls what to look at if TLS is the reason, as a question
     */
    public static String why(@Nullable Throwable failure, String aboutTls) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return " (there is no host of that name)";
            }
            if (cause instanceof SocketTimeoutException || isTimeOut(cause)) {
                return " (nothing answered there: is a firewall in the way?)";
            }
            if (cause instanceof ConnectException) {
                return " (nothing listens there: the connection was refused)";
            }
            if (cause instanceof SSLException) {
                return " (TLS failed: " + aboutTls + ")";
            }
        }
        return "";
    }

    /** The JDK and Netty have no class for it that would not be one for refused connections, too. */
    private static boolean isTimeOut(Throwable cause) {
        return cause instanceof ConnectException
                && String.valueOf(cause.getMessage()).contains("timed out");
    }
}
