package dev.sallyport.storage.s3;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.file.BlobStore;
import dev.sallyport.storage.blob.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Contents as objects of a bucket, each under its digest. What arrives is spooled on this machine while its digest is counted, and
 * then put at once, so that what is there is whole (T50). An object cannot be renamed; it is set aside by a copy and then a deletion,
 * which is as safe: who enters a row before the deletion is seen by the question after it.
 */
public final class S3BlobStore implements BlobStore, AutoCloseable {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");
    private static final int DIGITS = 64;
    private static final String CONTENTS = "contents/";
    private static final String ASIDE = "aside/";
    private static final String DERIVED = "derived/";

    private final Bucket bucket;
    private final Spool spool;
    private final RandomSource random;

    private S3BlobStore(Bucket bucket, Spool spool, RandomSource random) {
        this.bucket = bucket;
        this.spool = spool;
        this.random = random;
    }

    /** @param folder of this machine, for what arrives; made where there is none */
    public static S3BlobStore open(S3Settings settings, Path folder, RandomSource random) throws IOException {
        return open(settings, folder, random, Bucket.PAGE);
    }

    /**
     * As above.
     *
     * @param page how many objects a list names at a time, from 1 to 1,000
     */
    public static S3BlobStore open(S3Settings settings, Path folder, RandomSource random, int page) throws IOException {
        return new S3BlobStore(new Bucket(settings, page), Spool.open(folder), random);
    }

    /** Where unfinished uploads lie that become contents here. */
    public S3Staging staging() {
        return new S3Staging(bucket, spool, this);
    }

    @Override
    public Kept keep(InputStream content, long limit) throws IOException {
        return spool.through(content, Math.min(limit, S3Settings.LONGEST), this::put);
    }

    private Kept put(Spool.Spooled spooled) throws IOException {
        bucket.put(CONTENTS + spooled.digest(), spooled.file());
        return new Kept.Whole(spooled.digest(), spooled.size(), spooled.head());
    }

    @Override
    public boolean has(String digest) throws IOException {
        return DIGEST.matcher(digest).matches() && bucket.has(CONTENTS + digest);
    }

    @Override
    public InputStream open(String digest, long offset, long length) throws IOException {
        if (!DIGEST.matcher(digest).matches()) {
            throw new NoSuchFileException(digest);
        }
        return bucket.open(CONTENTS + digest, offset, length);
    }

    @Override
    public Optional<Path> path(String digest) {
        return Optional.empty();
    }

    @Override
    public Optional<byte[]> derived(String digest, String name) throws IOException {
        try {
            return Optional.of(bucket.bytes(derivedKey(digest, name)));
        } catch (NoSuchFileException notMade) {
            return Optional.empty();
        }
    }

    /** Whoever deletes the content meanwhile has looked for what is made of it too early; so it is looked again here. */
    @Override
    public void keepDerived(String digest, String name, byte[] bytes) throws IOException {
        bucket.put(derivedKey(digest, name), bytes);
        if (!has(digest)) {
            bucket.delete(derivedKey(digest, name));
        }
    }

    private static String derivedKey(String digest, String name) {
        if (!DIGEST.matcher(digest).matches() || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of something made: " + name);
        }
        return DERIVED + digest + "/" + name;
    }

    @Override
    public Optional<Aside> setAside(String digest) throws IOException {
        if (!DIGEST.matcher(digest).matches()) {
            return Optional.empty();
        }
        var aside = new Aside(digest, digest + "-" + random.token());
        try {
            bucket.copy(CONTENTS + digest, ASIDE + aside.name());
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        bucket.delete(CONTENTS + digest);
        return Optional.of(aside);
    }

    @Override
    public void putBack(Aside aside) throws IOException {
        try {
            bucket.copy(ASIDE + aside.name(), CONTENTS + aside.digest());
        } catch (NoSuchFileException settled) {
            return;
        }
        bucket.delete(ASIDE + aside.name());
    }

    @Override
    public void drop(Aside aside) throws IOException {
        for (Bucket.Item made : bucket.all(DERIVED + aside.digest() + "/")) {
            bucket.delete(made.key());
        }
        bucket.delete(ASIDE + aside.name());
    }

    @Override
    public List<Aside> leftAside() throws IOException {
        var left = new ArrayList<Aside>();
        for (Bucket.Item item : bucket.all(ASIDE)) {
            String name = item.key().substring(ASIDE.length());
            if (name.length() > DIGITS
                    && DIGEST.matcher(name.substring(0, DIGITS)).matches()) {
                left.add(new Aside(name.substring(0, DIGITS), name));
            }
        }
        return left;
    }

    @Override
    public void visit(Instant before, Consumer<String> visitor) throws IOException {
        bucket.each(CONTENTS, item -> {
            String name = item.key().substring(CONTENTS.length());
            if (item.written().isBefore(before) && DIGEST.matcher(name).matches()) {
                visitor.accept(name);
            }
        });
    }

    /** Only this machine's: nothing half is ever in the bucket. */
    @Override
    public int forgetUnfinished(Instant before) throws IOException {
        return spool.forget(before);
    }

    @Override
    public void close() {
        bucket.close();
    }
}
