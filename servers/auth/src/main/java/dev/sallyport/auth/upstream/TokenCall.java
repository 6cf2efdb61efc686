package dev.sallyport.auth.upstream;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.fetch.Fetched;
import dev.sallyport.kit.fetch.Post;
import dev.sallyport.kit.http.FormBody;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Exchanges the code of another provider for its tokens. */
final class TokenCall {
    private final Post post;
    private final InstantSource clock;

    TokenCall(Post post, InstantSource clock) {
        this.post = post;
        this.clock = clock;
    }

    /** What came of it. */
    sealed interface Tokens {
        record Got(String access, Optional<String> id) implements Tokens {}

        record None(String reason) implements Tokens {}
    }

    /** @param inForm whether the secret stands in the form; else it is in the header, by HTTP Basic */
    @Spec("RFC 6749 §4.1.3")
    @Spec("RFC 7636 §4.5")
    Tokens redeem(Upstream upstream, URI token, boolean inForm, String redirect, String code, String verifier) {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirect);
        form.put("code_verifier", verifier);
        Headers headers = Headers.of("accept", "application/json", "user-agent", Userinfo.OUR_NAME);
        if (inForm) {
            form.put("client_id", upstream.clientId());
            form.put("client_secret", secret(upstream));
        } else {
            headers = headers.with("authorization", basic(upstream));
        }
        byte[] body = Query.of(form).getBytes(StandardCharsets.US_ASCII);
        return switch (post.post(token.toString(), FormBody.MEDIA_TYPE, headers, body)) {
            case Fetched.Refused(var reason) -> new Tokens.None("the code was not exchanged: " + reason);
            case Fetched.Got got -> read(got.body());
        };
    }

    @Spec("RFC 6749 §2.3.1")
    private String basic(Upstream upstream) {
        String pair = Params.encoded(upstream.clientId()) + ":" + Params.encoded(secret(upstream));
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    }

    private String secret(Upstream upstream) {
        return upstream.proof().secret(upstream.clientId(), clock.instant()).reveal();
    }

    private static Tokens read(byte[] body) {
        try {
            JsonNode tree = Json.tree(body);
            String access = tree.path("access_token").asString("");
            JsonNode id = tree.path("id_token");
            return isToken(access)
                    ? new Tokens.Got(access, id.isString() ? Optional.of(id.asString()) : Optional.empty())
                    : new Tokens.None("the code was exchanged for no access token");
        } catch (JacksonException notJson) {
            return new Tokens.None("the answer to the code is no JSON");
        }
    }

    /** Fit to stand in a header (RFC 6750 §2.1). */
    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
