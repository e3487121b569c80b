package dev.peruser.it.nearcache;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between a client and a server, and can fall silent, as a network does whose other end has gone: the
 * connections stay open, but nothing comes through them any more. Connections made afterwards work.
 */
final class SilentPipe implements AutoCloseable {
    private final ServerSocket entrance;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile int generation;

    SilentPipe(int target) throws IOException {
        this.target = target;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** Connections that are open now carry nothing from here on. */
    void fallSilent() {
        generation++;
    }

    private void accept() {
        try {
            while (!entrance.isClosed()) {
                Socket client = entrance.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.addAll(List.of(client, server));
                int mine = generation;
                start(() -> carry(client, server, mine));
                start(() -> carry(server, client, mine));
            }
        } catch (IOException closed) {
            // in the end
        }
    }

    private void carry(Socket from, Socket to, int mine) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int read = in.read(buffer);
            while (read >= 0) {
                if (mine == generation) {
                    out.write(buffer, 0, read);
                    out.flush();
                }
                read = in.read(buffer);
            }
            if (mine == generation) {
                to.close();
            }
        } catch (IOException closed) {
            // by either side
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "pipe");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            entrance.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
