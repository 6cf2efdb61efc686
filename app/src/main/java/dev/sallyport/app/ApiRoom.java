package dev.sallyport.app;

import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientMetadata;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.session.SignIn;
import dev.sallyport.kit.openapi.ApiDocument;
import dev.sallyport.kit.route.Server;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the house says of its API as a whole, and the client by which the page about it gets tokens. */
final class ApiRoom {
    private static final String DESCRIPTION = """
            The API of a Sallyport: accounts, sign-in, tokens, files and what else stands behind the door.

            **Two gates.** Everything below `/v1` takes `Authorization: Bearer` and nothing else. The product's own pages call the same \
            paths below `/web/v1` with a cookie and nothing else, and with `X-CSRF-Token` on what changes something. Neither gate takes \
            the other's credential.

            **Tokens.** An app gets one by the password form of OAuth 2 (`login_mobile`), any other client by the authorization code \
            with PKCE. Access tokens are JWTs of a few minutes.

            **Errors** are problems (RFC 9457): `type` is a path below `/problems`, where a page explains it, and `errors` names each \
            mistake by JSON pointer. The OAuth endpoints answer as RFC 6749 says.

            **Lists** come in pages: `next` of one page is `after` of the next; where there is no `next`, there is no more.
            """;

    private ApiRoom() {}

    /** @param servers all that answer requests of the street, whether or not they run in this process */
    static ApiDocument document(URI publicUrl, List<Server> servers) {
        var about = new ApiDocument.About("Sallyport", Version.here(), DESCRIPTION, publicUrl, scopes(), tags());
        return new ApiDocument(about, servers);
    }

    private static Map<String, String> scopes() {
        var scopes = new LinkedHashMap<String, String>();
        scopes.put("openid", "Know who signed in");
        scopes.put("profile", "Read and change the profile, and read what happened to the account");
        scopes.put("email", "Read the mail address");
        scopes.put("files", "Read and change files");
        return scopes;
    }

    private static Map<String, String> tags() {
        var tags = new LinkedHashMap<String, String>();
        tags.put("auth", "Accounts, sign-in and sessions");
        tags.put("profile", "What a person is called");
        tags.put("activity", "What happened to one's account");
        tags.put("documents", "JSON documents of one's own, in collections");
        tags.put("files", "Files of one's own, and who else may have them");
        tags.put("uploads", "Uploads that break off and go on (tus 1.0)");
        tags.put("media", "Files for everybody, and for whoever has a link");
        tags.put("consents", "Applications that a person lets in");
        tags.put("identities", "Accounts elsewhere that sign a person in");
        tags.put("privacy", "All that is kept of a person: taken along, or erased");
        tags.put("oauth2", "OAuth 2.1 and OpenID Connect");
        tags.put("discovery", "What a client finds out by itself");
        tags.put("admin", "For administrators");
        return tags;
    }

    /** The client of the page at {@code /docs}: public, by code and PKCE, and without refresh tokens (L04, L15). */
    static Client docs(URI publicUrl, Instant now) {
        return new Client(
                ClientId.DOCS,
                "API documentation",
                true,
                List.of(),
                Set.of(GrantType.AUTHORIZATION_CODE),
                SignIn.FIRST_PARTY,
                List.of(publicUrl.resolve("/docs").toString()),
                false,
                true,
                Client.Origin.DECLARED,
                now,
                ClientMetadata.NONE.trusting());
    }
}
