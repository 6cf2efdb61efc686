package dev.sallyport.domain.privacy;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.function.LongConsumer;

/** An archive that tells how many bytes of contents went in. */
record MeteredArchive(Archive inner, LongConsumer meter) implements Archive {
    @Override
    public void list(String name, Iterator<Facts> rows) throws IOException {
        inner.list(name, rows);
    }

    @Override
    public void content(String path, InputStream bytes) throws IOException {
        inner.content(path, new FilterInputStream(bytes) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int count = in.read(into, offset, length);
                if (count > 0) {
                    meter.accept(count);
                }
                return count;
            }
        });
    }
}
