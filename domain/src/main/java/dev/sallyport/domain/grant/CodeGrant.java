package dev.sallyport.domain.grant;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a code stands for until it is redeemed; all else is in the family that waits for it.
 *
 * @param challenge the S256 challenge (RFC 7636 §4.2)
 * @param key the DPoP key that must redeem it (RFC 9449 §10)
 */
record CodeGrant(FamilyId family, String redirectUri, String challenge, Optional<String> nonce, Optional<String> key) {

    /** One text, for a store that keeps texts. */
    String text() {
        return Stream.of(family.toString(), redirectUri, challenge, nonce.orElse(""), key.orElse(""))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8))
                .collect(Collectors.joining(" "));
    }

    static CodeGrant of(String text) {
        List<String> parts = Arrays.stream(text.split(" ", -1))
                .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                .toList();
        return new CodeGrant(
                FamilyId.of(parts.get(0)), parts.get(1), parts.get(2), present(parts.get(3)), present(parts.get(4)));
    }

    private static Optional<String> present(String part) {
        return part.isEmpty() ? Optional.empty() : Optional.of(part);
    }
}
