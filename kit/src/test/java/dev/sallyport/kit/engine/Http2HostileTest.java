package dev.sallyport.kit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.fetch.TestSite;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames of HTTP/2 as no client should send them: what could be read in two ways reaches nobody (RFC 9113 §8.2, §10.3). */
class Http2HostileTest {
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private static final HttpEngine.Limits LIMITS =
            new HttpEngine.Limits(8 * 1024, 1 << 20, Duration.ofSeconds(2), 100, 50);
    private static final HttpEngine ENGINE = new HttpEngine(() -> "id");
    private static final List<Request> REACHED = new CopyOnWriteArrayList<>();
    private static HttpEngine.Listening place;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void listen() throws Exception {
        var store = TestSite.certificate(folder, "localhost");
        var key = new CertifiedKey(List.of((X509Certificate) store.getCertificate("site")), (PrivateKey)
                store.getKey("site", "changeit".toCharArray()));
        place = ENGINE.listen(
                new HttpEngine.Listen("127.0.0.1", 0),
                LIMITS,
                Optional.of(new Tls(List.of(key), Tls.Clients.NOT_ASKED)),
                HttpEngine.Door.of(request -> {
                    REACHED.add(request);
                    return Response.text(200, "text/plain", "reached");
                }));
    }

    @AfterAll
    static void stop() {
        ENGINE.close();
    }

    @BeforeEach
    void forget() {
        REACHED.clear();
    }

    private static SSLSocket connect() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Whoever()}, new SecureRandom());
        var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", place.port());
        socket.setSoTimeout(8_000);
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        OutputStream out = socket.getOutputStream();
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.write(frame(SETTINGS, 0, 0, new byte[0]));
        return socket;
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        var frame = new ByteArrayOutputStream();
        frame.write(payload.length >> 16);
        frame.write(payload.length >> 8);
        frame.write(payload.length);
        frame.write(type);
        frame.write(flags);
        for (int shift = 24; shift >= 0; shift -= 8) {
            frame.write(stream >> shift);
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    /** Fields as literals that nobody indexes (RFC 7541 §6.2.2), from {@code name=value} with {@code &} between. */
    private static byte[] fields(String text) {
        var block = new ByteArrayOutputStream();
        for (String field : text.split("&", -1)) {
            int equals = field.indexOf('=');
            block.write(0);
            string(block, field.substring(0, equals));
            string(block, field.substring(equals + 1).replace("~", "\r\n").replace("@", "\0"));
        }
        return block.toByteArray();
    }

    private static void string(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length > 126) {
            throw new IllegalArgumentException("longer than one byte of length says");
        }
        block.write(bytes.length);
        block.writeBytes(bytes);
    }

    /** What comes until the stream, or the connection, is over: the types of frames. */
    private static List<Integer> read(SSLSocket socket) throws IOException {
        return read(socket, false);
    }

    private static List<Integer> read(SSLSocket socket, boolean all) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        var types = new CopyOnWriteArrayList<Integer>();
        try {
            while (true) {
                int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                in.readInt();
                in.skipNBytes(length);
                types.add(type);
                boolean ends = type < 2 && (flags & END_STREAM) != 0;
                if (!all && (ends || type == RST_STREAM || type == GOAWAY)) {
                    return types;
                }
            }
        } catch (EOFException | SocketException closed) {
            return types;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        RFC 9113 §8.2.2 connection        | :method=GET&:scheme=https&:path=/&:authority=a&connection=close
        RFC 9113 §8.2.2 transfer-encoding | :method=POST&:scheme=https&:path=/&:authority=a&transfer-encoding=chunked
        RFC 9113 §8.2.2 keep-alive        | :method=GET&:scheme=https&:path=/&:authority=a&keep-alive=1
        RFC 9113 §8.2.2 upgrade           | :method=GET&:scheme=https&:path=/&:authority=a&upgrade=websocket
        RFC 9113 §8.2.2 te                | :method=GET&:scheme=https&:path=/&:authority=a&te=gzip
        RFC 9113 §8.2.1 upper case        | :method=GET&:scheme=https&:path=/&:authority=a&X-A=b
        RFC 9113 §8.2.1 a line in a value | :method=GET&:scheme=https&:path=/&:authority=a&x=b~y: c
        RFC 9113 §8.2.1 NUL in a value    | :method=GET&:scheme=https&:path=/&:authority=a&x=b@c
        RFC 9113 §8.2.1 a space in a name | :method=GET&:scheme=https&:path=/&:authority=a&x y=b
        a colon in a name                 | :method=GET&:scheme=https&:path=/&:authority=a&x:y=b
        RFC 9113 §8.3 pseudo after fields | :method=GET&:scheme=https&x=y&:path=/&:authority=a
        RFC 9113 §8.3 an unknown one      | :method=GET&:scheme=https&:path=/&:authority=a&:x=y
        RFC 9113 §8.3 one of answers      | :method=GET&:scheme=https&:path=/&:authority=a&:status=200
        RFC 9113 §8.3.1 two paths         | :method=GET&:scheme=https&:path=/&:path=/b&:authority=a
        RFC 9113 §8.3.1 two methods       | :method=GET&:method=PUT&:scheme=https&:path=/&:authority=a
        RFC 9113 §8.3.1 no path           | :method=GET&:scheme=https&:authority=a
        RFC 9113 §8.3.1 an empty path     | :method=GET&:scheme=https&:path=&:authority=a
        RFC 9113 §8.3.1 no method         | :scheme=https&:path=/&:authority=a
        RFC 9113 §8.3.1 two hosts         | :method=GET&:scheme=https&:path=/&:authority=a&host=b
        no host                           | :method=GET&:scheme=https&:path=/
        a user before the host            | :method=GET&:scheme=https&:path=/&:authority=u@a
        a method in lower case            | :method=get&:scheme=https&:path=/&:authority=a
        a space in the method             | :method=GET /x HTTP/1.1&:scheme=https&:path=/&:authority=a
        a line in the path                | :method=GET&:scheme=https&:path=/~X: y&:authority=a
        a space in the path               | :method=GET&:scheme=https&:path=/a b&:authority=a
        dot segments                      | :method=GET&:scheme=https&:path=/a/../b&:authority=a
        an encoded slash                  | :method=GET&:scheme=https&:path=/a%2fb&:authority=a
        a body that was not said          | :method=POST&:scheme=https&:path=/&:authority=a&content-length=5
        a length with a sign              | :method=POST&:scheme=https&:path=/&:authority=a&content-length=+0
        two lengths                       | :method=POST&:scheme=https&:path=/&:authority=a&content-length=0&content-length=1
        """)
    void T40_a_head_that_could_be_read_in_two_ways_reaches_nobody(String what, String fields) throws Exception {
        try (SSLSocket socket = connect()) {
            socket.getOutputStream().write(frame(HEADERS, END_STREAM | END_HEADERS, 1, fields(fields)));
            assertThat(read(socket)).as(what).isNotEmpty();
        }
        assertThat(REACHED).as(what).isEmpty();
    }

    @Test
    void a_head_as_it_should_be_is_answered() throws Exception {
        try (SSLSocket socket = connect()) {
            byte[] head = fields(":method=GET&:scheme=https&:path=/&:authority=a:1&te=trailers");
            socket.getOutputStream().write(frame(HEADERS, END_STREAM | END_HEADERS, 1, head));
            assertThat(read(socket)).contains(HEADERS);
        }
        assertThat(REACHED)
                .singleElement()
                .satisfies(
                        request -> assertThat(request.headers().first("host")).contains("a:1"));
    }

    @Test
    void T43_a_head_without_end_is_not_borne() throws Exception {
        try (SSLSocket socket = connect()) {
            byte[] some = fields(":method=GET&:scheme=https&:path=/&:authority=a&x=" + "y".repeat(100));
            byte[] more = frame(CONTINUATION, 0, 1, fields("x=" + "y".repeat(100)));
            assertIsEnded(socket, write(socket.getOutputStream(), frame(HEADERS, END_STREAM, 1, some), more, 10_000));
        }
        assertThat(REACHED).isEmpty();
    }

    @Test
    void T43_requests_that_are_taken_back_at_once_are_not_borne_without_end() throws Exception {
        try (SSLSocket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            boolean borne = true;
            for (int stream = 1; stream < 4_000 && borne; stream += 2) {
                byte[] head = fields(":method=GET&:scheme=https&:path=/&:authority=a");
                byte[] back = frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
                borne = write(out, frame(HEADERS, END_HEADERS, stream, head), back, 1);
            }
            // CVE-2023-44487
            assertIsEnded(socket, borne);
        }
    }

    /** The connection was ended from the other side, before all was written or after. */
    private static void assertIsEnded(SSLSocket socket, boolean written) throws IOException {
        if (written) {
            assertThat(read(socket, true)).contains(GOAWAY);
        }
    }

    /** Whether all could be written. */
    private static boolean write(OutputStream out, byte[] first, byte[] then, int times) {
        try {
            out.write(first);
            for (int i = 0; i < times; i++) {
                out.write(then);
            }
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void T43_a_head_that_drips_is_given_up() throws Exception {
        try (SSLSocket socket = connect()) {
            byte[] some = fields(":method=GET&:scheme=https&:path=/&:authority=a");
            socket.getOutputStream().write(frame(HEADERS, END_STREAM, 1, some));
            socket.getOutputStream().flush();
            assertThat(read(socket)).doesNotContain(HEADERS);
        }
        assertThat(REACHED).isEmpty();
    }

    /** Takes any certificate. */
    private static final class Whoever extends javax.net.ssl.X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
