package dev.sallyport.auth.endpoint;

import dev.sallyport.auth.token.SigningKeys;
import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** What anybody may know. */
public final class WellKnown {
    private final SigningKeys keys;
    private final URI publicUrl;

    public WellKnown(SigningKeys keys, URI publicUrl) {
        this.keys = keys;
        this.publicUrl = publicUrl;
    }

    /** Cached for 5 minutes, half the time for which a new key is known before it signs (T34). */
    @Spec("RFC 7517 §5")
    public Response keySet(Request request) {
        return Response.of(200)
                .header("content-type", "application/jwk-set+json")
                .header("cache-control", "public, max-age=300")
                .body(keys.keySet().getBytes(StandardCharsets.UTF_8));
    }

    /** Where password managers send people (W3C, A Well-Known URL for Changing Passwords §2). */
    public Response changePassword(Request request) {
        return Response.seeOther(publicUrl.resolve("/account").toString());
    }
}
