package dev.sallyport.auth.oauth;

import static dev.sallyport.kit.told.Content.form;
import static dev.sallyport.kit.told.Content.object;
import static dev.sallyport.kit.told.Field.address;
import static dev.sallyport.kit.told.Field.flag;
import static dev.sallyport.kit.told.Field.number;
import static dev.sallyport.kit.told.Field.secret;
import static dev.sallyport.kit.told.Field.text;
import static dev.sallyport.kit.told.Field.texts;

import dev.sallyport.kit.told.Content;
import dev.sallyport.kit.told.Field;
import dev.sallyport.kit.told.Operation;
import dev.sallyport.kit.told.Told;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What the endpoints that clients call take and give. */
public final class ProviderOperations {
    private ProviderOperations() {}

    public static Told told() {
        return Told.of(List.of(
                Operation.of("POST", "/oauth2/token", "Get tokens for a grant")
                        .explained(
                                "Which parameters belong to which `grant_type` is said by RFC 6749 (code, refresh token, client"
                                        + " credentials), RFC 8628 (device code), RFC 8693 (token exchange) and RFC 7523 (JWT bearer).")
                        .headers(text("DPoP", "A proof of the key that the tokens shall be bound to (RFC 9449)."))
                        .takes(form("TokenForm", ofClient(grant())))
                        .gives(200, "Tokens.", TokenAnswer.class)
                        .refuses(403)
                        .speakingOAuth(),
                Operation.of("POST", DeviceAuthorization.PATH, "Get codes for a device and for the person before it")
                        .takes(form(
                                "DeviceForm",
                                ofClient(
                                        text("scope", "What the tokens shall be good for."),
                                        text("resource", "For whom the tokens shall be (RFC 8707)."))))
                        .gives(200, "Codes.", codes())
                        .speakingOAuth(),
                Operation.of("POST", "/oauth2/introspect", "Ask whether a token is good, and what it says")
                        .takes(form("IntrospectionForm", ofClient(ofToken())))
                        .gives(200, "What is known of it.", claims())
                        .gives(200, "What is known of it.", Content.text("application/token-introspection+jwt"))
                        .refuses(403)
                        .speakingOAuth(),
                Operation.of("POST", "/oauth2/revoke", "Give a token back")
                        .takes(form("RevocationForm", ofClient(ofToken())))
                        .gives(200, "It is worth nothing, or was not before.")
                        .speakingOAuth(),
                userinfo("GET"),
                userinfo("POST"),
                metadata("/.well-known/openid-configuration"),
                metadata("/.well-known/oauth-authorization-server"),
                Operation.of(
                                "GET",
                                "/.well-known/oauth-protected-resource",
                                "Get who gives tokens for the house's own API")
                        .gives(
                                200,
                                "Metadata (RFC 9728).",
                                object(
                                        "ResourceMetadata",
                                        address("resource", "The house.").always(),
                                        texts("authorization_servers", "Who gives tokens for it.")
                                                .always()))));
    }

    private static Operation userinfo(String method) {
        return Operation.of(method, "/oauth2/userinfo", "Get the claims of the person behind the token")
                .gives(
                        200,
                        "Claims (OpenID Connect Core §5.1).",
                        object("Claims", text("sub", "Who.").always()))
                .gives(200, "Claims (OpenID Connect Core §5.1).", Content.text("application/jwt"))
                .refuses(400, "no-encryption-key");
    }

    private static Operation metadata(String path) {
        return Operation.of("GET", path, "Get what the authorization server speaks")
                .gives(
                        200,
                        "Metadata (RFC 8414, OpenID Connect Discovery).",
                        object(
                                "ServerMetadata",
                                address("issuer", "Who it is.").always(),
                                address("authorization_endpoint", "Where browsers are sent.")
                                        .always(),
                                address("token_endpoint", "Where grants become tokens.")
                                        .always(),
                                address("jwks_uri", "Where its keys are.").always(),
                                texts("grant_types_supported", "The grants.").always(),
                                texts("scopes_supported", "The scopes.").always()));
    }

    /** With the ways in which a client may name and prove itself in a form. */
    private static Field[] ofClient(Field... fields) {
        return Stream.concat(
                        Arrays.stream(fields),
                        Stream.of(
                                text("client_id", "Which client; needed where nothing else says it."),
                                secret("client_secret", "Its secret, where it does not come in `Authorization`."),
                                text("client_assertion", "A JWT that the client signed (RFC 7523 §2.2)."),
                                text("client_assertion_type", "What kind of assertion.")
                                        .oneOf("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")))
                .toArray(Field[]::new);
    }

    private static Field[] ofToken() {
        return new Field[] {
            secret("token", "The token.").always(), text("token_type_hint", "What kind of token it may be.")
        };
    }

    private static Field[] grant() {
        return new Field[] {
            text("grant_type", "Which grant.")
                    .oneOf(Arrays.stream(dev.sallyport.domain.client.GrantType.values())
                            .map(dev.sallyport.domain.client.GrantType::wireName)
                            .toArray(String[]::new))
                    .always(),
            text("code", "The authorization code."),
            address("redirect_uri", "Where the code came."),
            secret("code_verifier", "What the challenge was made of (RFC 7636 §4.5)."),
            secret("refresh_token", "The refresh token."),
            text("scope", "What the tokens shall be good for."),
            text("resource", "For whom the tokens shall be (RFC 8707)."),
            secret("device_code", "The device's code."),
            secret("subject_token", "The token to exchange."),
            text("subject_token_type", "What kind of token that is."),
            secret("actor_token", "Who acts."),
            text("actor_token_type", "What kind of token that is."),
            text("requested_token_type", "What kind of token is wanted."),
            text("audience", "For whom the token shall be."),
            secret("assertion", "A JWT of an issuer that is trusted here."),
            text("authorization_details", "What in particular, as JSON (RFC 9396).")
        };
    }

    private static Content codes() {
        return object(
                "DeviceCodes",
                secret("device_code", "For the device.").always(),
                text("user_code", "For the person to type.").always(),
                address("verification_uri", "Where to type it.").always(),
                address("verification_uri_complete", "The same, with the code typed."),
                number("expires_in", "Seconds until both are gone.").always(),
                number("interval", "Seconds between two questions.").always());
    }

    private static Content claims() {
        return object(
                "Introspection",
                flag("active", "Whether it is good at this moment; where not, nothing else is said.")
                        .always(),
                address("iss", "Who made it."),
                text("sub", "For whom."),
                text("client_id", "Which client got it."),
                text("scope", "What it is good for."),
                text("token_type", "How it is shown."),
                number("exp", "When it ends, in seconds since 1970."),
                number("iat", "When it was made."),
                text("jti", "Its name."),
                text("sid", "The session."));
    }
}
