package dev.peruser.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class UnreachableTest {
    private static String why(Throwable failure) {
        return Unreachable.why(new IllegalStateException("what a client says, with a key", failure), "is it wanted?");
    }

    @Test
    void reasons_areToldApart() {
        assertThat(why(new UnknownHostException("db.example"))).isEqualTo(" (there is no host of that name)");
        assertThat(why(new ConnectException("Connection refused"))).contains("nothing listens there");
        assertThat(why(new SSLHandshakeException("no common cipher"))).isEqualTo(" (TLS failed: is it wanted?)");
    }

    @Test
    void silence_isNoRefusal_whateverItsClass() {
        for (Throwable silence : List.of(
                new SocketTimeoutException("Connect timed out"),
                new ConnectException("Connection timed out"),
                new ConnectException("connection timed out after 2000 ms: /192.0.2.1:6379"))) {
            assertThat(why(silence)).contains("nothing answered there");
        }
    }

    @Test
    void whatIsNotKnown_isNotSaid() {
        assertThat(why(new IOException("something with an id in it"))).isEmpty();
        assertThat(Unreachable.why(null, "is it wanted?")).isEmpty();
    }
}
