package dev.sallyport.app.imports;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.client.AddClient;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.client.ImportClient;
import dev.sallyport.domain.client.LogoutUris;
import dev.sallyport.domain.client.MutualTls;
import dev.sallyport.domain.client.RedirectUris;
import dev.sallyport.domain.grant.Scope;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Makes clients of Keycloak's, and tells what of them has no counterpart. */
final class KeycloakClients {
    private static final Set<String> KEYCLOAKS_OWN =
            Set.of("account", "account-console", "admin-cli", "broker", "realm-management", "security-admin-console");
    private static final Set<String> KEYCLOAKS_SCOPES = Set.of(
            "web-origins", "acr", "basic", "microprofile-jwt", "role_list", "saml_organization", "service_account");
    private static final int SHORTEST_SECRET = 16;
    private static final String DEVICE = "oauth2.device.authorization.grant.enabled";
    private static final String EXCHANGE = "standard.token.exchange.enabled";

    /** Read here, or of no meaning outside Keycloak. */
    private static final Set<String> SEEN_ATTRIBUTES = Set.of(
            DEVICE,
            EXCHANGE,
            "backchannel.logout.url",
            "backchannel.logout.session.required",
            "frontchannel.logout.url",
            "frontchannel.logout.session.required",
            "post.logout.redirect.uris",
            "client.secret.creation.time",
            "realm_client",
            "display.on.consent.screen",
            "pkce.code.challenge.method");

    /** Read here, derived from what is, or of no meaning outside Keycloak. */
    private static final Set<String> SEEN = Set.of(
            "id",
            "clientId",
            "name",
            "enabled",
            "clientAuthenticatorType",
            "secret",
            "redirectUris",
            "rootUrl",
            "webOrigins",
            "bearerOnly",
            "consentRequired",
            "standardFlowEnabled",
            "implicitFlowEnabled",
            "directAccessGrantsEnabled",
            "serviceAccountsEnabled",
            "publicClient",
            "frontchannelLogout",
            "protocol",
            "attributes",
            "defaultClientScopes",
            "optionalClientScopes",
            "access",
            "surrogateAuthRequired",
            "alwaysDisplayInConsole",
            "fullScopeAllowed",
            "nodeReRegistrationTimeout",
            "notBefore");

    private final Consumer<Finding> findings;

    KeycloakClients(Consumer<Finding> findings) {
        this.findings = findings;
    }

    /** The client, or empty where there can be none: that was told then. */
    Optional<ImportClient.Known> read(JsonNode client) {
        String id = client.path("clientId").asString("");
        var fields = new Fields(client, "client", id, findings);
        String protocol = client.path("protocol").asString("openid-connect");
        if (KEYCLOAKS_OWN.contains(id)) {
            fields.note("", "one of Keycloak's own");
        } else if (!protocol.equals("openid-connect")) {
            fields.lost("protocol", protocol, "clients here speak OpenID Connect");
        } else if (fields.is("bearerOnly", false)) {
            fields.note(
                    "bearerOnly",
                    "an API that asks for no tokens needs no client; it verifies them by /.well-known/jwks.json");
        } else if (!isOne(id)) {
            fields.lost("clientId", "must be 1 to 200 visible ASCII characters");
        } else if (!fields.is("publicClient", false)
                && !client.path("clientAuthenticatorType")
                        .asString("client-secret")
                        .equals("client-secret")) {
            fields.lost(
                    "clientAuthenticatorType",
                    fields.text("clientAuthenticatorType"),
                    "only clients with a secret come along; declare this one in sallyport.yaml");
        } else {
            return Optional.of(known(new ClientId(id), fields));
        }
        return Optional.empty();
    }

    private static boolean isOne(String id) {
        try {
            return !new ClientId(id).isFirstParty();
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    private static ImportClient.Known known(ClientId id, Fields fields) {
        fields.rest(SEEN);
        boolean isPublic = fields.is("publicClient", false);
        List<String> redirects = redirects(fields);
        Set<GrantType> grants = grants(fields, isPublic, redirects.isEmpty());
        tellWays(fields);
        var application = new AddClient.Application(
                id,
                fields.text("name").isBlank() || fields.text("name").startsWith("${")
                        ? id.value()
                        : Finding.seen(fields.text("name")),
                isPublic,
                grants,
                scopes(fields, grants),
                grants.contains(GrantType.AUTHORIZATION_CODE) ? redirects : List.of(),
                false,
                logout(fields, redirects),
                MutualTls.NONE);
        return new ImportClient.Known(
                application,
                isPublic ? Optional.empty() : secret(fields),
                fields.is("enabled", true),
                afterLogout(fields, redirects));
    }

    private static List<String> redirects(Fields fields) {
        return whole(fields, fields.texts("redirectUris"), "redirectUris");
    }

    /** Those that will do, a path put behind the client's root. */
    private static List<String> whole(Fields fields, List<String> uris, String field) {
        String root = fields.text("rootUrl");
        return uris.stream()
                .map(uri -> uri.startsWith("/") && !root.isEmpty() && !root.startsWith("${") ? root + uri : uri)
                .filter(uri -> {
                    Optional<String> objection = RedirectUris.objection(uri);
                    objection.ifPresent(why -> fields.lost(field, uri, why));
                    return objection.isEmpty();
                })
                .distinct()
                .toList();
    }

    private static Set<GrantType> grants(Fields fields, boolean isPublic, boolean noRedirects) {
        Set<GrantType> grants = EnumSet.noneOf(GrantType.class);
        if (fields.is("standardFlowEnabled", true) && noRedirects) {
            fields.lost("standardFlowEnabled", "no redirect URI is left; add the client's by hand");
        } else if (fields.is("standardFlowEnabled", true)) {
            grants.addAll(Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN));
        }
        if (fields.is("serviceAccountsEnabled", false) && !isPublic) {
            grants.add(GrantType.CLIENT_CREDENTIALS);
        }
        if (isTrue(fields, DEVICE)) {
            grants.addAll(Set.of(GrantType.DEVICE_CODE, GrantType.REFRESH_TOKEN));
        }
        if (isTrue(fields, EXCHANGE) && !isPublic) {
            grants.add(GrantType.TOKEN_EXCHANGE);
        }
        return grants;
    }

    private static Scope scopes(Fields fields, Set<GrantType> grants) {
        var tokens = new TreeSet<String>();
        Stream.concat(fields.texts("defaultClientScopes").stream(), fields.texts("optionalClientScopes").stream())
                .filter(scope -> !KEYCLOAKS_SCOPES.contains(scope))
                .forEach(scope -> {
                    if (tokens.size() < 99
                            && Scope.parse(scope)
                                    .filter(s -> s.tokens().size() == 1)
                                    .isPresent()) {
                        tokens.add(scope);
                    } else {
                        fields.lost(
                                "defaultClientScopes",
                                scope,
                                "is no scope here: 1 to 128 visible ASCII characters, at most 100");
                    }
                });
        if (grants.contains(GrantType.AUTHORIZATION_CODE)) {
            tokens.add("openid");
        }
        return new Scope(tokens);
    }

    private static Optional<Secret> secret(Fields fields) {
        String secret = fields.text("secret");
        if (secret.isEmpty() || secret.chars().allMatch(c -> c == '*')) {
            fields.lost("secret", "is not in the file; sallyport client rotate-secret makes one");
            return Optional.empty();
        }
        if (secret.length() < SHORTEST_SECRET) {
            fields.lost(
                    "secret", "can be guessed: shorter than 16 characters; sallyport client rotate-secret makes one");
            return Optional.empty();
        }
        return Optional.of(Secret.of(secret));
    }

    private static LogoutUris logout(Fields fields, List<String> redirects) {
        Optional<String> back = address(fields, "backchannel.logout.url");
        Optional<String> front =
                fields.is("frontchannelLogout", false) ? address(fields, "frontchannel.logout.url") : Optional.empty();
        back.flatMap(LogoutUris::backchannelObjection)
                .ifPresent(why -> fields.lost("attributes", "backchannel.logout.url", why));
        front.flatMap(uri -> LogoutUris.frontchannelObjection(uri, redirects))
                .ifPresent(why -> fields.lost("attributes", "frontchannel.logout.url", why));
        return new LogoutUris(
                back.filter(uri -> LogoutUris.backchannelObjection(uri).isEmpty()),
                isTrue(fields, "backchannel.logout.session.required"),
                front.filter(
                        uri -> LogoutUris.frontchannelObjection(uri, redirects).isEmpty()),
                isTrue(fields, "frontchannel.logout.session.required"));
    }

    private static List<String> afterLogout(Fields fields, List<String> redirects) {
        Optional<String> said = address(fields, "post.logout.redirect.uris");
        if (said.filter("+"::equals).isPresent()) {
            return redirects;
        }
        List<String> uris = said.map(text -> List.of(text.split("##"))).orElse(List.of());
        return whole(fields, uris.stream().filter(uri -> !uri.equals("-")).toList(), "post.logout.redirect.uris");
    }

    private static Optional<String> address(Fields fields, String attribute) {
        return Optional.of(fields.at("attributes").path(attribute).asString("")).filter(text -> !text.isEmpty());
    }

    private static boolean isTrue(Fields fields, String attribute) {
        return fields.at("attributes").path(attribute).asString("").equals("true");
    }

    private static void tellWays(Fields fields) {
        if (fields.is("directAccessGrantsEnabled", false)) {
            fields.lost(
                    "directAccessGrantsEnabled",
                    "no client is given a person's password; let it use authorization_code");
        }
        if (fields.is("implicitFlowEnabled", false)) {
            fields.lost("implicitFlowEnabled", "there is no implicit flow; let it use authorization_code with PKCE");
        }
        if (!fields.is("consentRequired", false)) {
            fields.note(
                    "consentRequired", "people are asked for consent once; trusted: true in sallyport.yaml asks none");
        }
        fields.at("attributes").properties().stream()
                .filter(attribute -> !SEEN_ATTRIBUTES.contains(attribute.getKey())
                        && Fields.holds(attribute.getValue())
                        && !attribute.getValue().asString("").equals("false"))
                .forEach(attribute -> fields.lost("attributes", attribute.getKey(), Fields.NO_PLACE));
        fields.texts("webOrigins").stream()
                .filter(origin -> !origin.equals("+"))
                .forEach(origin -> fields.lost("webOrigins", origin, "origins stand in cors.allow of sallyport.yaml"));
    }
}
