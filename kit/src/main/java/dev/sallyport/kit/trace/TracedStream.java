package dev.sallyport.kit.trace;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that are read in the course of a span after its handler has returned; the span ends with the last of them. */
final class TracedStream extends InputStream {
    private final Span span;
    private final InputStream inner;

    TracedStream(Span span, InputStream inner) {
        this.span = span;
        this.inner = inner;
    }

    @Override
    public int read() throws IOException {
        return span.holds(inner::read);
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        return span.holds(() -> inner.read(into, from, most));
    }

    @Override
    public void close() throws IOException {
        try {
            inner.close();
        } finally {
            span.end();
        }
    }
}
