package dev.sallyport.files;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Headers;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Digests of what is sent: told with a download, and checked on an upload. */
@Spec("RFC 9530 §2")
final class DigestFields {
    /** Of the bytes of one message. */
    static final String CONTENT = "content-digest";

    /** Of the whole, whichever part is sent. */
    static final String REPRESENTATION = "repr-digest";

    /** Those that are checked, as Java names them; what is broken (RFC 9530 §5) counts as unknown, and unknown ones for nothing. */
    private static final Map<String, String> ALGORITHMS = Map.of("sha-256", "SHA-256", "sha-512", "SHA-512");

    private static final Pattern MEMBER = Pattern.compile("([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]*={0,2}):(?:;[!-~]*)?");
    private static final Pattern WISH = Pattern.compile("([a-z*][a-z0-9_.*-]*)=([0-9]|10)");
    private static final Pattern COMMA = Pattern.compile("[ \\t]*,[ \\t]*");

    private DigestFields() {}

    /** Adds what the fields of these names say to {@code said}; false when one of them is malformed. */
    static boolean read(Headers headers, List<String> names, Digests said) {
        for (String name : names) {
            List<String> fields = headers.all(name);
            if (!fields.isEmpty() && !read(String.join(",", fields), said)) {
                return false;
            }
        }
        return true;
    }

    private static boolean read(String field, Digests said) {
        var members = new HashMap<String, byte[]>();
        for (String text : COMMA.split(field.strip(), -1)) {
            Matcher member = MEMBER.matcher(text);
            Optional<byte[]> value = member.matches() ? decoded(member.group(2)) : Optional.empty();
            if (value.isEmpty()) {
                return false;
            }
            members.put(member.group(1), value.get());
        }
        members.forEach((algorithm, value) ->
                Optional.ofNullable(ALGORITHMS.get(algorithm)).ifPresent(name -> said.and(name, value)));
        return true;
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Whether SHA-256 is welcome by {@code Want-…}: it is unless others are named and it is not, or it is named with 0. */
    @Spec("RFC 9530 §4")
    static boolean isWanted(Headers headers, String name) {
        List<String> wishes = headers.all(name);
        if (wishes.isEmpty()) {
            return true;
        }
        var weights = new HashMap<String, Integer>();
        for (String text : COMMA.split(String.join(",", wishes).strip(), -1)) {
            Matcher wish = WISH.matcher(text);
            if (wish.matches()) {
                weights.put(wish.group(1), Integer.parseInt(wish.group(2)));
            }
        }
        return weights.isEmpty() || weights.getOrDefault("sha-256", 0) > 0;
    }

    /** @param sha256 in hex */
    static String field(String sha256) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256)) + ":";
    }
}
