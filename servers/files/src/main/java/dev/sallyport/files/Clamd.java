package dev.sallyport.files;

import dev.sallyport.domain.file.Scanner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ClamAV's daemon, spoken to by its command INSTREAM over TCP (clamd(8)). One connection for each content, a few at once. */
public final class Clamd implements Scanner {
    private static final Logger LOG = LoggerFactory.getLogger(Clamd.class);
    private static final int USUAL_PORT = 3310;
    private static final int CHUNK = 64 * 1024;
    private static final int LONGEST_ANSWER = 4_096;
    private static final int AT_ONCE = 8;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Pattern FOUND = Pattern.compile("stream: (.{1,200}) FOUND");

    private final InetSocketAddress where;
    private final Duration patience;
    private final Semaphore places = new Semaphore(AT_ONCE);

    /** @param patience how long an answer, or a place, is waited for */
    public Clamd(URI where, Duration patience) {
        if (!isOne(where)) {
            throw new IllegalArgumentException("must be clamd://host:port");
        }
        this.where =
                InetSocketAddress.createUnresolved(where.getHost(), where.getPort() < 0 ? USUAL_PORT : where.getPort());
        this.patience = patience;
    }

    static boolean isOne(URI where) {
        return "clamd".equals(where.getScheme()) && where.getHost() != null && where.getUserInfo() == null;
    }

    @Override
    public Verdict scan(InputStream content) {
        try {
            if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return unjudged("no place became free");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unjudged("interrupted while waiting for a place");
        }
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(where.getHostString(), where.getPort()), (int) CONNECT.toMillis());
            socket.setSoTimeout((int) patience.toMillis());
            return verdict(asked(socket, content));
        } catch (IOException e) {
            return unjudged(String.valueOf(e.getMessage()));
        } finally {
            places.release();
        }
    }

    private static String asked(Socket socket, InputStream content) throws IOException {
        var out = socket.getOutputStream();
        byte[] chunk = new byte[CHUNK];
        try {
            out.write("zINSTREAM\0".getBytes(StandardCharsets.US_ASCII));
            for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
                if (read > 0) {
                    out.write(ByteBuffer.allocate(Integer.BYTES).putInt(read).array());
                    out.write(chunk, 0, read);
                }
            }
            out.write(new byte[Integer.BYTES]);
            out.flush();
        } catch (IOException hungUp) {
            // It hangs up on what is too long for it, and has said so before.
            String said = answer(socket);
            if (said.isEmpty()) {
                throw hungUp;
            }
            return said;
        }
        return answer(socket);
    }

    private static String answer(Socket socket) throws IOException {
        var answer = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        for (int b = in.read(); b > 0 && answer.size() < LONGEST_ANSWER; b = in.read()) {
            answer.write(b);
        }
        return answer.toString(StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}", " ")
                .strip();
    }

    private Verdict verdict(String answer) {
        Matcher found = FOUND.matcher(answer);
        return answer.equals("stream: OK")
                ? new Verdict.Clean()
                : found.matches() ? new Verdict.Infected(found.group(1)) : unjudged("it said: " + answer);
    }

    private Verdict unjudged(String why) {
        String said = "the scanner at " + where.getHostString() + ":" + where.getPort() + " gave no verdict: " + why;
        LOG.warn("{}", said);
        return new Verdict.Unjudged(said);
    }
}
