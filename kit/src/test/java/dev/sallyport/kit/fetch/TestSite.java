package dev.sallyport.kit.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Somebody else's server on this machine, which sends exactly the bytes it is told to. */
public final class TestSite implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** Writes an answer; the head of the request has been read. */
    interface Play {
        void play(OutputStream out) throws Exception;
    }

    private final ServerSocket listening;
    private final Play play;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> names = new CopyOnWriteArrayList<>();

    private TestSite(ServerSocket listening, Play play) {
        this.listening = listening;
        this.play = play;
        threads.execute(this::accept);
    }

    static TestSite plain(Play play) throws IOException {
        return new TestSite(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), play);
    }

    static TestSite tls(KeyStore keys, Play play) throws Exception {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new TestSite(
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()), play);
    }

    static Play answer(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static Play ok(String fields, String body) {
        return answer("HTTP/1.1 200 OK\r\n" + fields + "content-length: " + body.length() + "\r\n\r\n" + body);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            String head = head(socket.getInputStream());
            if (socket instanceof SSLSocket tls && tls.getSession() instanceof ExtendedSSLSession session) {
                session.getRequestedServerNames()
                        .forEach(name -> names.add(new String(name.getEncoded(), StandardCharsets.US_ASCII)));
            }
            requests.add(head);
            play.play(socket.getOutputStream());
            socket.getOutputStream().flush();
        } catch (Exception gone) {
            requests.add("broke off: " + gone.getMessage());
        }
    }

    private static String head(InputStream in) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("no whole head: " + text);
            }
            text.append((char) c);
        }
        return text.toString();
    }

    int port() {
        return listening.getLocalPort();
    }

    /** The heads of the requests that came. */
    List<String> requests() {
        return requests;
    }

    /** The names that were asked for by SNI. */
    List<String> names() {
        return names;
    }

    /** A key and a self-signed certificate for the name, as the platform's tool makes them. */
    public static KeyStore certificate(Path folder, String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "site",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (made.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    public static TrustManagerFactory trusting(KeyStore keys) throws Exception {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("site", keys.getCertificate("site"));
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        threads.shutdownNow();
    }
}
