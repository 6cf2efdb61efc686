package dev.sallyport.gateway;

import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server behind the gateway that answers as its path says. */
final class PathOrigin implements Handler {
    static final int LARGE = 20 << 20;
    final Behind seen = new Behind();

    /** The bodies that came to their end, and those that broke off. */
    final AtomicInteger whole = new AtomicInteger();

    final AtomicInteger broken = new AtomicInteger();

    /** For which {@code /v1/files/hold} waits. */
    volatile CountDownLatch held = new CountDownLatch(0);

    @Override
    public Response handle(Request request) {
        seen.handle(request);
        try {
            return switch (request.path()) {
                case "/v1/files/count" ->
                    Response.text(200, "text/plain", Long.toString(count(request.body().stream())));
                case "/v1/files/put" -> {
                    count(request.body().stream());
                    whole.incrementAndGet();
                    yield Response.of(204);
                }
                case "/v1/files/echo" ->
                    Response.of(200).body(request.body().stream().readAllBytes());
                case "/v1/files/large" ->
                    Response.of(200)
                            .body(new ResponseBody.Stream(
                                    new ByteArrayInputStream(new byte[LARGE]), OptionalLong.empty()));
                case "/v1/files/drip" ->
                    Response.of(200).body(new ResponseBody.Stream(new Drip(), OptionalLong.empty()));
                case "/v1/files/broken" ->
                    Response.of(200).body(new ResponseBody.Stream(new Broken(), OptionalLong.empty()));
                case "/v1/files/hold" -> {
                    held.await();
                    yield Response.text(200, "text/plain", "held");
                }
                case "/v1/profile/created" -> Response.json(201, "made");
                default -> Response.text(200, "text/plain", request.path() + "?" + request.query());
            };
        } catch (IOException e) {
            broken.incrementAndGet();
            return Problem.malformed("The body broke off.").response();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Response.of(500);
        }
    }

    static long count(InputStream stream) throws IOException {
        long count = 0;
        byte[] piece = new byte[64 * 1024];
        for (int n = stream.read(piece); n >= 0; n = stream.read(piece)) {
            count += n;
        }
        return count;
    }

    /** Half a second between its bytes. */
    static final class Drip extends InputStream {
        static final int PIECES = 7;
        private int at;

        @Override
        public int read() throws IOException {
            if (at++ == PIECES) {
                return -1;
            }
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
            return 'x';
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            int c = read();
            if (c < 0) {
                return -1;
            }
            into[offset] = (byte) c;
            return 1;
        }
    }

    /** Breaks after some bytes. */
    static final class Broken extends InputStream {
        private int left = 100_000;

        @Override
        public int read() throws IOException {
            if (left-- <= 0) {
                throw new IOException("the disk broke");
            }
            return 'x';
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left <= 0) {
                throw new IOException("the disk broke");
            }
            int count = Math.min(left, length);
            Arrays.fill(into, offset, offset + count, (byte) 'x');
            left -= count;
            return count;
        }
    }
}
