package dev.sallyport.auth.authorize;

import static dev.sallyport.kit.told.Content.object;
import static dev.sallyport.kit.told.Field.address;
import static dev.sallyport.kit.told.Field.number;
import static dev.sallyport.kit.told.Field.text;

import dev.sallyport.kit.told.Content;
import dev.sallyport.kit.told.Field;
import dev.sallyport.kit.told.Operation;
import dev.sallyport.kit.told.Told;
import java.util.List;

/** What the calls around the authorization endpoint take and give; the endpoint itself is for browsers and redirects. */
public final class AuthorizeOperations {
    private AuthorizeOperations() {}

    public static Told told() {
        return Told.of(List.of(
                        Operation.of("POST", "/oauth2/par", "Push an authorization request")
                                .explained("The request is checked at once and kept for a minute (RFC 9126).")
                                .takes(Content.form("AuthorizationForm", request()))
                                .gives(
                                        201,
                                        "Taken.",
                                        object(
                                                "PushedRequest",
                                                text("request_uri", "What to name at the authorization endpoint.")
                                                        .always(),
                                                number("expires_in", "Seconds until it is gone.")
                                                        .always()))
                                .speakingOAuth(),
                        Operation.of("GET", "/v1/auth/providers", "List whose accounts sign one in here")
                                .gives(200, "Providers, in the order of the configuration.", HomeCalls.Providers.class),
                        Operation.of("POST", "/v1/auth/elsewhere_web", "Begin to sign in with an account elsewhere")
                                .takes(HomeCalls.Body.class)
                                .gives(200, "Where to send the browser.", location())
                                .refuses(503, "provider-away"),
                        Operation.of("POST", "/v1/auth/connect_web", "Begin to connect an account elsewhere")
                                .takes(HomeCalls.Body.class)
                                .gives(200, "Where to send the browser.", location())
                                .refuses(503, "provider-away")))
                .silent("/oauth2/authorize", "browsers are sent there and led on; RFC 6749 §3.1 says how")
                .silent(
                        "/oauth2/logout",
                        "browsers are sent there and led on; OpenID Connect RP-Initiated Logout says how")
                .silent("/sign-in/from/{id}", "other providers send browsers back there")
                .silent("/brand/logo", "a picture of the pages");
    }

    private static Content location() {
        return object(
                "Location", address("location", "The other provider's address.").always());
    }

    private static Field[] request() {
        return new Field[] {
            text("client_id", "Which client asks."),
            text("response_type", "What it asks for.").oneOf("code"),
            address("redirect_uri", "Where the answer goes."),
            text("scope", "What the tokens shall be good for."),
            text("state", "What comes back with the answer."),
            text("nonce", "What comes back in the ID token."),
            text("code_challenge", "The digest of the verifier (RFC 7636 §4.2)."),
            text("code_challenge_method", "How it was made.").oneOf("S256"),
            text("request", "All of it as a signed JWT (RFC 9101).")
        };
    }
}
