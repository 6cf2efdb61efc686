package dev.sallyport.storage.s3;

import dev.sallyport.domain.file.BlobStore;
import dev.sallyport.domain.file.BlobStore.Kept;
import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.StagedBytes;
import dev.sallyport.storage.blob.Spool;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Unfinished uploads as objects, one for each piece, named by where it begins; so that the next piece may come to any process.
 * A piece that was put and never noted is put again under the same name.
 */
public final class S3Staging implements StagedBytes {
    private static final String UPLOADS = "uploads/";
    private static final Pattern PIECE =
            Pattern.compile("uploads/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/([0-9]{19})");

    private final Bucket bucket;
    private final Spool spool;
    private final BlobStore contents;

    S3Staging(Bucket bucket, Spool spool, BlobStore contents) {
        this.bucket = bucket;
        this.spool = spool;
        this.contents = contents;
    }

    @Override
    public long take(FileId id, long offset, InputStream content, long most) throws IOException {
        return spool.beginning(content, most, piece -> {
            if (piece.size() > 0) {
                bucket.put(UPLOADS + id + "/%019d".formatted(offset), piece.file());
            }
            return piece.size();
        });
    }

    @Override
    public Kept.Whole settle(FileId id, long length) throws IOException {
        try (InputStream bytes = new Pieces(bucket, chain(id, length))) {
            return switch (contents.keep(bytes, length)) {
                case Kept.Whole whole when whole.size() == length -> whole;
                case Kept.Whole less -> throw missing(id);
                case Kept.TooLarge(long limit) -> throw new IOException("more came than the first " + limit + " bytes");
            };
        }
    }

    /** The pieces one after the other: each as far as the next begins, or as the whole goes. */
    private List<Pieces.Piece> chain(FileId id, long length) throws IOException {
        List<Bucket.Item> items = bucket.all(UPLOADS + id + "/");
        var chain = new ArrayList<Pieces.Piece>();
        long at = 0;
        for (int i = 0; i < items.size() && at < length; i++) {
            long next = i + 1 < items.size() ? Math.min(length, begins(items.get(i + 1))) : length;
            long size = Math.min(items.get(i).size(), next - at);
            if (begins(items.get(i)) != at || size < next - at) {
                throw missing(id);
            }
            chain.add(new Pieces.Piece(items.get(i).key(), size));
            at = next;
        }
        if (at < length) {
            throw missing(id);
        }
        return chain;
    }

    private static long begins(Bucket.Item item) {
        Matcher name = PIECE.matcher(item.key());
        return name.matches() ? Long.parseLong(name.group(2)) : -1;
    }

    private static EOFException missing(FileId id) {
        return new EOFException("of upload " + id + " less is here than was received");
    }

    @Override
    public void forget(FileId id) throws IOException {
        for (Bucket.Item item : bucket.all(UPLOADS + id + "/")) {
            bucket.delete(item.key());
        }
    }

    @Override
    public void visit(Instant before, Consumer<FileId> visitor) throws IOException {
        var old = new LinkedHashSet<FileId>();
        bucket.each(UPLOADS, item -> {
            Matcher name = PIECE.matcher(item.key());
            if (name.matches() && item.written().isBefore(before)) {
                old.add(FileId.of(name.group(1)));
            }
        });
        old.forEach(visitor);
    }
}
