package dev.peruser.benchmarks.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** One connection that is kept open. Not safe for use by many threads. */
final class Connection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final AnswerReader answers;

    Connection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        answers = new AnswerReader(socket.getInputStream());
    }

    /** Sends a whole request and reads the answer. */
    Answer exchange(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        return answers.next();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
