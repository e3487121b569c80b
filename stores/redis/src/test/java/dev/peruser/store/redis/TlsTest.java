package dev.peruser.store.redis;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.assertFails;
import static dev.peruser.store.tck.SampleSessions.createIn;
import static dev.peruser.store.tck.SampleSessions.first;
import static dev.peruser.store.tck.SampleSessions.patience;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.it.servers.RedisServer;
import dev.peruser.store.Deadline;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {
    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    private Path folder;

    @Test
    void rediss_isEncrypted_andTheCertificateIsChecked() throws Exception {
        Path trusted = certificate();
        int port = RedisServer.freePort();
        try (RedisServer server = RedisServer.started(
                "tls-port " + port,
                "tls-cert-file " + folder.resolve("certificate.pem"),
                "tls-key-file " + folder.resolve("key.pem"),
                "tls-auth-clients no")) {
            assertThat(server.isRunning()).isTrue();
            RedisURI uri = RedisURI.create("rediss://localhost:" + port);
            SslOptions options = SslOptions.builder()
                    .jdkSslProvider()
                    .truststore(trusted.toFile(), "secret")
                    .build();
            try (RedisSessionStore store =
                    RedisSessionStore.builder(uri).sslOptions(options).build()) {
                assertThat(createIn(store, first("text"))).isEqualTo(APPLIED);
                assertThat(store.load(USER, patience())).contains(first("text"));
            }
            try (RedisSessionStore store = RedisSessionStore.builder(uri).build()) {
                assertFails(() -> store.load(USER, Deadline.after(Duration.ofSeconds(5))), "TLS failed");
            }
        }
    }

    /** Makes a certificate of our own for localhost, as Redis wants it, and a store with it for us. */
    private Path certificate() throws Exception {
        Path keys = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "redis",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        "secret")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(keys)) {
            store.load(stream, PASSWORD);
        }
        write("certificate.pem", "CERTIFICATE", store.getCertificate("redis").getEncoded());
        write("key.pem", "PRIVATE KEY", store.getKey("redis", PASSWORD).getEncoded());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("redis", store.getCertificate("redis"));
        Path file = folder.resolve("trusted.p12");
        try (OutputStream stream = Files.newOutputStream(file)) {
            trusted.store(stream, PASSWORD);
        }
        return file;
    }

    private void write(String name, String kind, byte[] content) throws Exception {
        Files.writeString(
                folder.resolve(name),
                "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                        + kind + "-----\n");
    }
}
