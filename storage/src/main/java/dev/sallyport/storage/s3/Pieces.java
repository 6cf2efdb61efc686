package dev.sallyport.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;

/** Objects read one after the other, each opened when the one before has ended. */
final class Pieces extends InputStream {
    /** @param size how many bytes of the object count */
    record Piece(String key, long size) {}

    private final Bucket bucket;
    private final Iterator<Piece> left;
    private InputStream piece = InputStream.nullInputStream();

    Pieces(Bucket bucket, List<Piece> pieces) {
        this.bucket = bucket;
        this.left = List.copyOf(pieces).iterator();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = piece.read(into, offset, length);
        while (read < 0 && left.hasNext()) {
            piece.close();
            Piece next = left.next();
            piece = bucket.open(next.key(), 0, next.size());
            read = piece.read(into, offset, length);
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        piece.close();
    }
}
