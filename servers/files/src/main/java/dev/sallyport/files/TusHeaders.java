package dev.sallyport.files;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.file.FileName;
import dev.sallyport.domain.file.Upload;
import dev.sallyport.kit.http.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the fields of a tus request say; empty where they are malformed. */
final class TusHeaders {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern PAIR = Pattern.compile("([\\x21-\\x2b\\x2d-\\x7e]+)(?: ([A-Za-z0-9+/]*={0,2}))?");
    private static final Pattern CHECKSUM = Pattern.compile("([a-z0-9]+) ([A-Za-z0-9+/]+={0,2})");

    /** By the names of the protocol, as Java names them. */
    private static final Map<String, String> ALGORITHMS =
            Map.of("sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512");

    static final String CHECKSUM_ALGORITHMS = "sha1,sha256,sha512";

    /** Where a sender gave no name. */
    private static final String UNNAMED = "upload";

    private TusHeaders() {}

    /** A whole number of bytes. */
    static OptionalLong number(Headers headers, String name) {
        List<String> fields = headers.all(name);
        return fields.size() == 1 && NUMBER.matcher(fields.getFirst()).matches()
                ? OptionalLong.of(Long.parseLong(fields.getFirst()))
                : OptionalLong.empty();
    }

    /** The field as it came, where it can be kept. */
    static Optional<String> metadata(Headers headers) {
        String field = headers.first("upload-metadata").orElse("");
        return headers.all("upload-metadata").size() <= 1 && field.length() <= Upload.LONGEST_METADATA
                ? Optional.of(field)
                : Optional.empty();
    }

    /** The pairs of {@code Upload-Metadata}: keys without spaces and commas, each once; values decoded. */
    @Spec("tus 1.0 Creation Upload-Metadata")
    static Optional<Map<String, String>> pairs(String metadata) {
        var pairs = new LinkedHashMap<String, String>();
        for (String text : metadata.isEmpty() ? new String[0] : metadata.split(",", -1)) {
            Matcher pair = PAIR.matcher(text.strip());
            Optional<String> value =
                    pair.matches() ? decoded(Optional.ofNullable(pair.group(2)).orElse("")) : Optional.empty();
            if (value.isEmpty() || pairs.putIfAbsent(pair.group(1), value.get()) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(pairs);
    }

    private static Optional<String> decoded(String base64) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            return Optional.empty();
        }
    }

    /** What the file is called: {@code filename} as most clients say, or {@code name}; empty when it is no name. */
    static Optional<FileName> name(Map<String, String> pairs) {
        return FileName.parse(Stream.of("filename", "name")
                .filter(pairs::containsKey)
                .map(pairs::get)
                .findFirst()
                .orElse(UNNAMED));
    }

    /** The digests that were sent; empty for one of an unknown algorithm or one that is none. */
    @Spec("tus 1.0 Checksum Upload-Checksum")
    static Optional<Digests> checksum(Headers headers) {
        List<String> fields = headers.all("upload-checksum");
        if (fields.isEmpty()) {
            return Optional.of(new Digests());
        }
        Matcher field = CHECKSUM.matcher(fields.getFirst());
        if (fields.size() > 1 || !field.matches() || !ALGORITHMS.containsKey(field.group(1))) {
            return Optional.empty();
        }
        try {
            byte[] value = Base64.getDecoder().decode(field.group(2));
            return Optional.of(new Digests().and(ALGORITHMS.get(field.group(1)), value));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
