package dev.sallyport.storage.s3;

import dev.sallyport.domain.file.BlobStore;
import dev.sallyport.domain.file.BlobStore.Kept;
import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.StagedBytes;
import dev.sallyport.domain.file.Upload;
import dev.sallyport.storage.blob.Spool;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Unfinished uploads as objects, one for each piece, named by where it begins and by its turn; so that the next piece may come to
 * any process. Of several that begin at the same place, the one of the latest turn counts: a turn that noted its piece did so
 * before the next began, and the next then begins elsewhere.
 */
public final class S3Staging implements StagedBytes {
    private static final String UPLOADS = "uploads/";
    private static final Pattern PIECE =
            Pattern.compile("uploads/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/([0-9]{19})-([0-9]{10})");

    private final Bucket bucket;
    private final Spool spool;
    private final BlobStore contents;

    S3Staging(Bucket bucket, Spool spool, BlobStore contents) {
        this.bucket = bucket;
        this.spool = spool;
        this.contents = contents;
    }

    @Override
    public long take(Upload upload, InputStream content, long most) throws IOException {
        String key = UPLOADS + upload.id() + "/%019d-%010d".formatted(upload.received(), upload.turn());
        return spool.beginning(content, most, piece -> {
            if (piece.size() > 0) {
                bucket.put(key, piece.file());
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

    /** The pieces one after the other, each where the one before it ended. */
    private List<Pieces.Piece> chain(FileId id, long length) throws IOException {
        var latest = new HashMap<Long, Bucket.Item>();
        // In order of their names, so that of those at one place the latest turn comes last.
        for (Bucket.Item item : bucket.all(UPLOADS + id + "/")) {
            Matcher name = PIECE.matcher(item.key());
            if (name.matches()) {
                latest.put(Long.parseLong(name.group(2)), item);
            }
        }
        var chain = new ArrayList<Pieces.Piece>();
        long at = 0;
        while (at < length) {
            Bucket.Item piece = latest.get(at);
            if (piece == null || piece.size() == 0) {
                throw missing(id);
            }
            chain.add(new Pieces.Piece(piece.key(), Math.min(piece.size(), length - at)));
            at += piece.size();
        }
        return chain;
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
