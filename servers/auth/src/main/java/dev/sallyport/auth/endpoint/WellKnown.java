package dev.sallyport.auth.endpoint;

import dev.sallyport.auth.jose.EnvelopeKey;
import dev.sallyport.auth.token.SigningKeys;
import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What anybody may know. */
public final class WellKnown {
    private final SigningKeys keys;
    private final EnvelopeKey envelopes;
    private final URI publicUrl;

    public WellKnown(SigningKeys keys, EnvelopeKey envelopes, URI publicUrl) {
        this.keys = keys;
        this.envelopes = envelopes;
        this.publicUrl = publicUrl;
    }

    /** The keys that signatures are verified by, and the one under which requests are encrypted. Cached for 5 minutes, half the time for which a new key is known before it signs (T34). */
    @Spec("RFC 7517 §5")
    public Response keySet(Request request) {
        String all = Stream.concat(keys.published().stream(), Stream.of(envelopes.publicJwk()))
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
        return Response.of(200)
                .header("content-type", "application/jwk-set+json")
                .header("cache-control", "public, max-age=300")
                .body(all.getBytes(StandardCharsets.UTF_8));
    }

    /** Where password managers send people (W3C, A Well-Known URL for Changing Passwords §2). */
    public Response changePassword(Request request) {
        return Response.seeOther(publicUrl.resolve("/account").toString());
    }
}
