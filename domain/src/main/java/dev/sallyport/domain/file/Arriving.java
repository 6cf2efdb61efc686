package dev.sallyport.domain.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** What somebody sends; where it breaks off it ends, for what came before counts, and remembers why. */
final class Arriving extends FilterInputStream {
    private IOException failure;

    Arriving(InputStream in) {
        super(in);
    }

    /** Why it ended before its time, where it did. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        if (failure != null) {
            return -1;
        }
        try {
            return in.read(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            return -1;
        }
    }
}
