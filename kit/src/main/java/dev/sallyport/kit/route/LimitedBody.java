package dev.sallyport.kit.route;

import dev.sallyport.kit.http.RequestBody;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** A body that ends with {@link RequestBody.TooLarge} where the route's limit is passed, declared or not (T43). */
final class LimitedBody implements RequestBody {
    private final RequestBody inner;
    private final long limit;

    LimitedBody(RequestBody inner, long limit) {
        this.inner = inner;
        this.limit = limit;
    }

    @Override
    public InputStream stream() {
        return new Counted(inner.stream(), limit);
    }

    @Override
    public OptionalLong length() {
        return inner.length();
    }

    @Override
    public long limit() {
        return limit;
    }

    private static final class Counted extends FilterInputStream {
        private final long limit;
        private long seen;

        Counted(InputStream in, long limit) {
            super(in);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = in.read(into, offset, length);
            count(Math.max(0, count));
            return count;
        }

        @Override
        public long skip(long most) throws IOException {
            long skipped = in.skip(most);
            count(skipped);
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void count(long more) throws IOException {
            seen += more;
            if (seen > limit) {
                throw new TooLarge(limit);
            }
        }
    }
}
