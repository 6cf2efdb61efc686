package dev.sallyport.files;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The configuration's {@code files.s3}: contents lie in a bucket instead of the data folder.
 *
 * @param endpoint of a store that is not Amazon's, {@code https://s3.example.org}
 * @param region as the store names it
 * @param prefix before the name of every object, empty or ending with {@code /}
 * @param accessKeyId who we are; where it is absent, what Amazon's platform knows by its environment or the machine's role
 * @param secretAccessKeyFile the file of the key's secret
 * @param pathStyle whether the bucket stands in the path and not in the host's name
 */
public record BucketConfiguration(
        Optional<URI> endpoint,
        String region,
        String bucket,
        String prefix,
        Optional<String> accessKeyId,
        Optional<Path> secretAccessKeyFile,
        boolean pathStyle) {
    /** Everything but the bucket, which must be named. */
    public static BucketConfiguration defaults() {
        return new BucketConfiguration(
                Optional.empty(), "us-east-1", null, "", Optional.empty(), Optional.empty(), false);
    }
}
