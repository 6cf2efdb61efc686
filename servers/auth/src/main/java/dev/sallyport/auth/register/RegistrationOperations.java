package dev.sallyport.auth.register;

import static dev.sallyport.kit.told.Field.address;
import static dev.sallyport.kit.told.Field.number;
import static dev.sallyport.kit.told.Field.secret;
import static dev.sallyport.kit.told.Field.text;
import static dev.sallyport.kit.told.Field.texts;

import dev.sallyport.kit.told.Content;
import dev.sallyport.kit.told.Field;
import dev.sallyport.kit.told.Operation;
import dev.sallyport.kit.told.Told;
import java.util.List;

/** What the registration of clients takes and gives. */
public final class RegistrationOperations {
    private static final String ONE = "/oauth2/register/{id}";

    private RegistrationOperations() {}

    public static Told told() {
        Field token = text("Authorization", "The registration access token, as `Bearer …`.")
                .always();
        return Told.of(List.of(
                Operation.of("POST", "/oauth2/register", "Register a client")
                        .explained(
                                "Who may do so is said by the configuration; nobody where it says nothing (RFC 7591).")
                        .headers(text("Authorization", "An initial access token, where one is needed, as `Bearer …`."))
                        .takes(wanted())
                        .gives(201, "Registered.", registered())
                        .refuses(401)
                        .refuses(403)
                        .speakingOAuth(),
                Operation.of("GET", ONE, "Read a client's registration")
                        .headers(token)
                        .gives(200, "As it is.", registered())
                        .refuses(401)
                        .speakingOAuth(),
                Operation.of("PUT", ONE, "Change a client's registration")
                        .headers(token)
                        .takes(wanted())
                        .gives(200, "As it is now, with a new registration access token.", registered())
                        .refuses(401)
                        .speakingOAuth(),
                Operation.of("DELETE", ONE, "End a client's registration")
                        .headers(token)
                        .gives(204, "The client is gone.")
                        .refuses(401)
                        .speakingOAuth()));
    }

    private static Content wanted() {
        return Content.object(
                "ClientMetadata",
                texts("redirect_uris", "Where answers may go, compared as exact strings."),
                text("client_name", "What people read."),
                texts("grant_types", "How it will get tokens."),
                text("token_endpoint_auth_method", "How it proves itself."),
                text("scope", "What it may ask for."),
                address("jwks_uri", "Where its keys are."),
                Field.object("jwks", "Its keys."),
                text("software_statement", "A JWT in which somebody else vouches for it."));
    }

    private static Content registered() {
        return Content.object(
                "RegisteredClient",
                text("client_id", "Its id.").always(),
                secret("client_secret", "Its secret; told once."),
                number("client_secret_expires_at", "When the secret ends; 0 for never."),
                secret("registration_access_token", "What the registration is kept by."),
                address("registration_client_uri", "Where it is kept."),
                texts("redirect_uris", "Where answers may go."),
                text("client_name", "What people read."),
                texts("grant_types", "How it gets tokens."),
                text("token_endpoint_auth_method", "How it proves itself."),
                text("scope", "What it may ask for."));
    }
}
