package dev.sallyport.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sallyport.kit.http.RequestBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Bodies as bad connections bring them: without a declared length, breaking off, or stalling. */
final class BadBodies {
    private BadBodies() {}

    /** A body whose length nobody declared. */
    static RequestBody stream(InputStream stream) {
        return new RequestBody() {
            @Override
            public InputStream stream() {
                return stream;
            }

            @Override
            public OptionalLong length() {
                return OptionalLong.empty();
            }
        };
    }

    static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    static InputStream breaks() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the client went away");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return read();
            }
        };
    }

    /** Tells when somebody waits for more, and has none until they are interrupted. */
    static InputStream stalls(CountDownLatch waiting) {
        return new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException("read in pieces");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                waiting.countDown();
                try {
                    TimeUnit.MINUTES.sleep(1);
                    throw new IOException("nobody came");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                }
            }
        };
    }
}
