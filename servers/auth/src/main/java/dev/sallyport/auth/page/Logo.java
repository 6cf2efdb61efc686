package dev.sallyport.auth.page;

import dev.sallyport.kit.json.Bound.Mistake;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The mark of an installation.
 *
 * @param mediaType {@code image/svg+xml} or {@code image/png}
 */
public record Logo(String mediaType, byte[] bytes) {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    /**
     * What a mark does not need. Within a page none of it would run or be fetched, since a browser shows it as an image, nor
     * when it is opened by itself, since {@link BrandLogo} forbids it; whoever put it there shall know.
     */
    private static final Pattern ACTIVE = Pattern.compile(
            "(?i)<!(?:DOCTYPE|ENTITY)|<\\?xml-stylesheet|<script|<foreignObject|<iframe|\\son[a-z]+\\s*=|javascript:"
                    + "|(?:href|src)\\s*=\\s*[\"']\\s*(?:https?:)?//|url\\(\\s*[\"']?\\s*(?:https?:)?//|@import");

    static Optional<Logo> svg(String name, String text, List<Mistake> mistakes) {
        int before = mistakes.size();
        if (!text.contains("<svg")) {
            mistakes.add(new Mistake(name, "", "is no SVG"));
        }
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            var found = ACTIVE.matcher(line);
            if (found.find()) {
                mistakes.add(new Mistake(
                        name + ":" + number,
                        found.group().strip(),
                        "a mark is lines and colours: no script, no document type and nothing from elsewhere"));
            }
        }
        return mistakes.size() == before
                ? Optional.of(new Logo("image/svg+xml", text.getBytes(StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    static Optional<Logo> png(String name, byte[] bytes, List<Mistake> mistakes) {
        if (bytes.length < PNG.length || !Arrays.equals(PNG, Arrays.copyOf(bytes, PNG.length))) {
            mistakes.add(new Mistake(name, "", "is no PNG"));
            return Optional.empty();
        }
        return Optional.of(new Logo("image/png", bytes));
    }
}
