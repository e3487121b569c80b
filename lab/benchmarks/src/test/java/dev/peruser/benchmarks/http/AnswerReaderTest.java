package dev.peruser.benchmarks.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {

    @Test
    void next_readsAnswersOneAfterTheOther() throws IOException {
        AnswerReader reader = reader("HTTP/1.1 200 \r\nContent-Length: 5\r\n\r\nfirst"
                + "HTTP/1.1 503 Service Unavailable\r\ncontent-length:0\r\n\r\n");

        Answer first = reader.next();
        Answer second = reader.next();

        assertThat(new String(first.body(), ISO_8859_1)).isEqualTo("first");
        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(503);
        assertThat(second.body()).isEmpty();
    }

    @Test
    void next_joinsChunks() throws IOException {
        AnswerReader reader = reader("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3;name=value\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n"
                + "HTTP/1.1 204 \r\nContent-Length: 0\r\n\r\n");

        assertThat(new String(reader.next().body(), ISO_8859_1)).isEqualTo("abc0123456789");
        assertThat(reader.next().status()).isEqualTo(204);
    }

    @Test
    void next_keepsEachCookie() throws IOException {
        AnswerReader reader =
                reader("HTTP/1.1 200 \r\nSet-Cookie: one=1; Path=/\r\nset-cookie: two=2\r\nContent-Length: 0\r\n\r\n");

        assertThat(reader.next().cookies()).containsExactly("one=1; Path=/", "two=2");
    }

    @Test
    void next_refusesWhatItCantRead() {
        assertThatThrownBy(() -> reader("HTTP/1.1 200 \r\n\r\n").next()).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> reader("SSH-2.0-server\r\n").next()).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> reader("HTTP/1.1 200 \r\nContent-Length: 9\r\n\r\nshort")
                        .next())
                .isInstanceOf(EOFException.class);
    }

    /** Gives one byte at a time, as a slow network may. */
    private static AnswerReader reader(String answers) {
        return new AnswerReader(new InputStream() {
            private final InputStream bytes = new ByteArrayInputStream(answers.getBytes(ISO_8859_1));

            @Override
            public int read() throws IOException {
                return bytes.read();
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return bytes.read(target, offset, Math.min(1, length));
            }
        });
    }
}
