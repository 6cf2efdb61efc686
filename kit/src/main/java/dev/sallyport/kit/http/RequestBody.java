package dev.sallyport.kit.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** The body of a request, read once, by blocking. */
public interface RequestBody {
    RequestBody EMPTY = of(new byte[0]);

    /** The bytes as they arrive; reading waits for the sender and gives up with an {@link IOException} when it is too slow. */
    InputStream stream();

    /** The declared length in bytes, where one was declared. */
    OptionalLong length();

    /** The most bytes that the route takes; whoever reads more gets {@link TooLarge}. */
    default long limit() {
        return dev.sallyport.kit.route.Route.USUAL_BODY;
    }

    /** All bytes, or {@link TooLarge} when there are more than {@code limit}. */
    default byte[] bytes(int limit) throws IOException {
        if (length().isPresent() && length().getAsLong() > limit) {
            throw new TooLarge(limit);
        }
        byte[] bytes = stream().readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw new TooLarge(limit);
        }
        return bytes;
    }

    static RequestBody of(byte[] bytes) {
        return new RequestBody() {
            @Override
            public InputStream stream() {
                return new ByteArrayInputStream(bytes);
            }

            @Override
            public OptionalLong length() {
                return OptionalLong.of(bytes.length);
            }
        };
    }

    /** More bytes than are taken; becomes 413. */
    final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;
        private final long limit;

        public TooLarge(long limit) {
            super("the body has more than " + limit + " bytes");
            this.limit = limit;
        }

        public long limit() {
            return limit;
        }
    }
}
