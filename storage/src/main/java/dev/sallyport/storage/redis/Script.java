package dev.sallyport.storage.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** A step that Redis does as one, over one key, so that it fits every form of cluster. */
enum Script {
    BUCKET,
    PLACE;

    private final String text;
    private final String digest;

    Script() {
        this.text = read("/redis/" + named() + ".lua");
        this.digest = sha1(text);
    }

    /** Its name in files, keys and metrics. */
    String named() {
        return name().toLowerCase(Locale.ROOT);
    }

    String text() {
        return text;
    }

    /** What Redis calls a script that it knows. */
    String digest() {
        return digest;
    }

    /** The key of a subject; what stands in braces is the whole of what decides about the node of a cluster. */
    String key(String subject) {
        return "sallyport:" + named() + ":{" + subject + "}";
    }

    private static String read(String name) {
        try (InputStream in = Script.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
