package dev.sallyport.app.doctor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * The first words of a client that knows nothing newer than an old TLS. Written by hand, because the Java machine rightly refuses
 * to say them.
 */
enum OldHello {
    TLS_1_0(1),
    TLS_1_1(2);

    private static final int HANDSHAKE = 22;
    private static final int SERVER_HELLO = 2;

    /** Suites that every server of that time has: ECDHE and RSA with AES-CBC. */
    private static final int[] SUITES = {0xC014, 0xC00A, 0xC013, 0xC009, 0x0035, 0x002F, 0x000A};

    private final int minor;

    OldHello(int minor) {
        this.minor = minor;
    }

    /** Whether the server agrees to speak this version. */
    boolean isWelcome(Site site) throws IOException {
        int port = site.url().getPort() > 0 ? site.url().getPort() : 443;
        int patience = Math.toIntExact(site.manner().timeout().toMillis());
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(Wire.bare(site.host()), port), patience);
            socket.setSoTimeout(patience);
            try {
                socket.getOutputStream().write(hello());
                socket.getOutputStream().flush();
                byte[] head = socket.getInputStream().readNBytes(11);
                return head.length == 11
                        && head[0] == HANDSHAKE
                        && head[5] == SERVER_HELLO
                        && head[9] == 3
                        && head[10] == minor;
            } catch (IOException refused) {
                return false;
            }
        }
    }

    private byte[] hello() {
        var body = new ByteArrayOutputStream();
        body.write(3);
        body.write(minor);
        body.writeBytes(new byte[32]); // the random: nothing is kept secret by this connection
        body.write(0);
        two(body, SUITES.length * 2);
        for (int suite : SUITES) {
            two(body, suite);
        }
        body.writeBytes(new byte[] {1, 0});
        // supported_groups (P-256, P-384, P-521) and ec_point_formats (uncompressed), without which the ECDHE suites
        // are not taken
        body.writeBytes(new byte[] {0, 18, 0, 10, 0, 8, 0, 6, 0, 23, 0, 24, 0, 25, 0, 11, 0, 2, 1, 0});
        var record = new ByteArrayOutputStream();
        record.writeBytes(new byte[] {HANDSHAKE, 3, 1});
        two(record, body.size() + 4);
        record.write(1);
        record.write(0);
        two(record, body.size());
        record.writeBytes(body.toByteArray());
        return record.toByteArray();
    }

    private static void two(ByteArrayOutputStream out, int number) {
        out.write(number >> 8);
        out.write(number);
    }
}
