package dev.sallyport.frontend;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files of the web app, read once from the class path by the list that its build wrote. What is not on the list does
 * not exist, so no path leads anywhere else (T46).
 */
public final class Assets {
    private static final String ROOT = "/META-INF/sallyport/web/";
    private static final String INDEX = "index.html";

    private final Map<String, Asset> byName;

    private Assets(Map<String, Asset> byName) {
        this.byName = Map.copyOf(byName);
    }

    /** The web app of this build. */
    public static Assets onClassPath() {
        String list = new String(
                read("assets.txt").orElseThrow(() -> new IllegalStateException("the web app is not in this build")),
                StandardCharsets.UTF_8);
        var found = new LinkedHashMap<String, Asset>();
        for (String name : list.lines().toList()) {
            byte[] plain = read(name).orElseThrow(() -> new IllegalStateException("the web app lacks " + name));
            var encoded = new LinkedHashMap<String, byte[]>();
            read(name + ".br").ifPresent(bytes -> encoded.put("br", bytes));
            read(name + ".gz").ifPresent(bytes -> encoded.put("gzip", bytes));
            found.put(name, Asset.of(name, plain, encoded));
        }
        return new Assets(found);
    }

    /** The file of this name, as {@code assets/app.js}; the index is no file but a template. */
    Optional<Asset> find(String name) {
        return name.equals(INDEX) ? Optional.empty() : Optional.ofNullable(byName.get(name));
    }

    /** The app's page, with {@code __NONCE__} where the nonce goes. */
    String index() {
        Asset index = byName.get(INDEX);
        if (index == null) {
            throw new IllegalStateException("the web app lacks " + INDEX);
        }
        return new String(index.plain(), StandardCharsets.UTF_8);
    }

    Iterable<String> names() {
        return byName.keySet();
    }

    private static Optional<byte[]> read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(ROOT + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
