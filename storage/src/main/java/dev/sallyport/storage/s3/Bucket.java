package dev.sallyport.storage.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The few things that are done with a bucket; whatever fails there is an {@link IOException} here. */
final class Bucket implements AutoCloseable {
    /** As many as a list names at most. */
    static final int PAGE = 1_000;

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final int NOT_FOUND = 404;

    private final S3Client client;
    private final String name;
    private final String prefix;
    private final int page;

    /** @param page how many objects a list names at a time */
    Bucket(S3Settings settings, int page) {
        this.page = page;
        this.name = settings.bucket();
        this.prefix = settings.prefix();
        var builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(credentials(settings))
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(settings.pathStyle())
                        // What is put is a file and signed as a whole; not every store knows signed chunks.
                        .chunkedEncodingEnabled(false)
                        .build())
                // Contents lie under their own SHA-256; older stores know no other checksums.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClient(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE)
                        .build());
        settings.endpoint().ifPresent(builder::endpointOverride);
        this.client = builder.build();
    }

    private static AwsCredentialsProvider credentials(S3Settings settings) {
        return settings.keys()
                .<AwsCredentialsProvider>map(keys -> StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(keys.id(), keys.secret().reveal())))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    /** An object as a list shows it. */
    record Item(String key, long size, Instant written) {}

    /** Puts the whole file; nobody sees a part of it. */
    void put(String key, Path file) throws IOException {
        call(() -> client.putObject(r -> r.bucket(name).key(prefix + key), RequestBody.fromFile(file)));
    }

    void put(String key, byte[] bytes) throws IOException {
        call(() -> client.putObject(r -> r.bucket(name).key(prefix + key), RequestBody.fromBytes(bytes)));
    }

    boolean has(String key) throws IOException {
        try {
            call(() -> client.headObject(r -> r.bucket(name).key(prefix + key)));
            return true;
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    /** @throws NoSuchFileException where there is no such object */
    InputStream open(String key, long offset, long length) throws IOException {
        if (length == 0) {
            return InputStream.nullInputStream();
        }
        String range = "bytes=" + offset + "-" + (offset + length - 1);
        return new Told(call(
                () -> client.getObject(r -> r.bucket(name).key(prefix + key).range(range))));
    }

    /** @throws NoSuchFileException where there is no such object */
    byte[] bytes(String key) throws IOException {
        return call(() -> client.getObjectAsBytes(r -> r.bucket(name).key(prefix + key)))
                .asByteArray();
    }

    /** @throws NoSuchFileException where there is no such object */
    void copy(String from, String to) throws IOException {
        call(() -> client.copyObject(r -> r.sourceBucket(name)
                .sourceKey(prefix + from)
                .destinationBucket(name)
                .destinationKey(prefix + to)));
    }

    /** Nothing where there is no such object. */
    void delete(String key) throws IOException {
        call(() -> client.deleteObject(r -> r.bucket(name).key(prefix + key)));
    }

    /** Shows {@code visitor} every object whose name begins so, in order; a page at a time. */
    void each(String beginning, Consumer<Item> visitor) throws IOException {
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            String last = after.get();
            ListObjectsV2Response named = call(() -> client.listObjectsV2(r ->
                    r.bucket(name).prefix(prefix + beginning).maxKeys(page).startAfter(last.isEmpty() ? null : last)));
            named.contents()
                    .forEach(object -> visitor.accept(
                            new Item(object.key().substring(prefix.length()), object.size(), object.lastModified())));
            after = Boolean.TRUE.equals(named.isTruncated())
                            && !named.contents().isEmpty()
                    ? Optional.of(named.contents().getLast().key())
                    : Optional.empty();
        }
    }

    List<Item> all(String beginning) throws IOException {
        var all = new ArrayList<Item>();
        each(beginning, all::add);
        return all;
    }

    private static <T> T call(Supplier<T> step) throws IOException {
        try {
            return step.get();
        } catch (NoSuchKeyException none) {
            throw new NoSuchFileException(none.getMessage());
        } catch (S3Exception refused) {
            throw refused.statusCode() == NOT_FOUND
                    ? new NoSuchFileException(refused.getMessage())
                    : new IOException("the S3 store refused: " + refused.getMessage(), refused);
        } catch (SdkException failed) {
            throw new IOException("the S3 store cannot be used: " + failed.getMessage(), failed);
        }
    }

    /** A stream whose every failure is an {@link IOException}. */
    private static final class Told extends FilterInputStream {
        Told(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                return in.read(into, offset, length);
            } catch (SdkException failed) {
                throw new IOException("the S3 store broke off: " + failed.getMessage(), failed);
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
