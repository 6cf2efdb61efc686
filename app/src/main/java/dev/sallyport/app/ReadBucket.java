package dev.sallyport.app;

import dev.sallyport.domain.Secret;
import dev.sallyport.files.BucketConfiguration;
import dev.sallyport.files.FilesConfiguration;
import dev.sallyport.kit.json.Bound.Mistake;
import dev.sallyport.storage.s3.S3Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Reads where the bucket of contents is, with every mistake in what is said of it. */
final class ReadBucket {
    private static final String AT = "/files/s3";
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("|([A-Za-z0-9._-]+/)+");

    private final BiFunction<String, Path, Optional<Secret>> files;
    private final List<Mistake> mistakes;

    /** @param files reads a file, and tells where it cannot */
    ReadBucket(BiFunction<String, Path, Optional<Secret>> files, List<Mistake> mistakes) {
        this.files = files;
        this.mistakes = mistakes;
    }

    Optional<S3Settings> read(FilesConfiguration configuration) {
        configuration.s3().ifPresent(bucket -> {
            if (configuration.maxSize() > S3Settings.LONGEST) {
                mistakes.add(new Mistake(
                        "/files/max_size",
                        Long.toString(configuration.maxSize()),
                        "must be at most " + S3Settings.LONGEST + " (5 GiB) where contents lie in a bucket"));
            }
        });
        return configuration.s3().map(this::read);
    }

    private S3Settings read(BucketConfiguration bucket) {
        if (!BUCKET.matcher(bucket.bucket()).matches()) {
            mistakes.add(new Mistake(AT + "/bucket", bucket.bucket(), "must be the name of a bucket"));
        }
        if (!PREFIX.matcher(bucket.prefix()).matches()) {
            mistakes.add(new Mistake(AT + "/prefix", bucket.prefix(), "must be empty or as sallyport/files/"));
        }
        bucket.endpoint()
                .filter(url -> !Settings.isOrigin(url))
                .ifPresent(url -> mistakes.add(
                        new Mistake(AT + "/endpoint", url.toString(), "must be as https://s3.example.org")));
        if (bucket.accessKeyId().isPresent() != bucket.secretAccessKeyFile().isPresent()) {
            mistakes.add(new Mistake(AT, "", "must have both access_key_id and secret_access_key_file, or neither"));
        }
        Optional<Secret> secret =
                bucket.secretAccessKeyFile().flatMap(file -> files.apply(AT + "/secret_access_key_file", file));
        return new S3Settings(
                bucket.endpoint(),
                bucket.region(),
                bucket.bucket(),
                bucket.prefix(),
                bucket.accessKeyId().flatMap(id -> secret.map(s -> new S3Settings.Keys(id, s))),
                bucket.pathStyle());
    }
}
