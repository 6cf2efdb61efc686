package dev.sallyport.monitor.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

/**
 * A style sheet or script that stands in a page itself.
 *
 * @param source how a content security policy names it, such as {@code 'sha256-…'}
 */
public record Part(String text, String source) {
    private Part(String text) {
        this(text, "'sha256-" + sha256(text) + "'");
    }

    /** The text of these files of this package, one after the other. */
    public static Part of(String... files) {
        return new Part(Arrays.stream(files).map(Part::read).collect(Collectors.joining()));
    }

    private static String read(String name) {
        try (InputStream file = Part.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the program lacks " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
