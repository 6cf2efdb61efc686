package dev.sallyport.domain.file;

import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.key.Sealer;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Pattern;

/**
 * Links that open one file for whoever has them, until they expire. Nothing is stored: the time and the file are signed, so
 * deleting the file is what takes a link back. They begin with {@code public_url} and with nothing that a request said (T04).
 */
public final class FileLinks {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

    private final String base;
    private final KeyedDigest digest;
    private final InstantSource clock;

    public FileLinks(URI publicUrl, Sealer sealer, InstantSource clock) {
        String url = publicUrl.toString();
        this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.digest = new KeyedDigest(sealer.derive("file-links"));
        this.clock = clock;
    }

    /** @param expires to the second */
    public record Link(String url, Instant expires) {}

    /** The link of the file, which works until {@code expires}. */
    public Link to(FileId id, Instant expires) {
        String until = Long.toString(expires.getEpochSecond());
        String url = base + "/v1/media/" + id + "?expires=" + until + "&signature=" + digest.of(id.toString(), until);
        return new Link(url, Instant.ofEpochSecond(expires.getEpochSecond()));
    }

    /** Whether we made a link of these parts and it has not expired. */
    public boolean opens(FileId id, String expires, String signature) {
        try {
            return SECONDS.matcher(expires).matches()
                    && digest.matches(signature, id.toString(), expires)
                    && clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(expires)));
        } catch (DateTimeException beyondTime) {
            return false;
        }
    }
}
