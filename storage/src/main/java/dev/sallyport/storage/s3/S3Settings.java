package dev.sallyport.storage.s3;

import dev.sallyport.domain.Secret;
import java.net.URI;
import java.util.Optional;

/**
 * Where a bucket is.
 *
 * @param endpoint of a store that is not Amazon's
 * @param prefix before the name of every object; empty or ending with {@code /}
 * @param keys who we are; where absent, what the platform of Amazon knows (its environment or the machine's role)
 * @param pathStyle whether the bucket stands in the path and not in the host's name
 */
public record S3Settings(
        Optional<URI> endpoint, String region, String bucket, String prefix, Optional<Keys> keys, boolean pathStyle) {
    /** The longest object that is put, or copied, at once (the limit of S3): 5 GiB. */
    public static final long LONGEST = 5L << 30;

    public record Keys(String id, Secret secret) {}
}
