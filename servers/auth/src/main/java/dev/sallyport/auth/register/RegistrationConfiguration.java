package dev.sallyport.auth.register;

import dev.sallyport.auth.jose.ClientKeySource;
import dev.sallyport.domain.client.ClientAuthentication;
import dev.sallyport.domain.client.ClientPolicy;
import dev.sallyport.domain.client.RegistrationRules;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.token.JwkSet;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The configuration's {@code registration}: who may become a client by their own word, and what such a client may be.
 *
 * @param hosts where redirect URIs may lead: host names, {@code localhost} for loopback, or an app's own scheme with its colon; empty
 *     for anywhere
 * @param scopes what such a client may ask for at most; {@code roles} is never among it
 * @param audiences the resources that its tokens may be for besides the house itself (RFC 8707)
 * @param policy what it is held to
 * @param unused 1 d to 400 d: a client that nobody has allowed anything in this time is forgotten
 * @param softwareStatements whose software statements are believed (RFC 7591 §2.3)
 * @param clientIdMetadataDocuments whether a client id may be the https URL of the document that describes the client
 */
public record RegistrationConfiguration(
        Clients clients,
        Set<String> hosts,
        Set<String> scopes,
        List<URI> audiences,
        ClientPolicy policy,
        Duration unused,
        List<StatementIssuer> softwareStatements,
        boolean clientIdMetadataDocuments) {

    public RegistrationConfiguration {
        hosts = Set.copyOf(hosts);
        scopes = Set.copyOf(scopes);
        audiences = List.copyOf(audiences);
        softwareStatements = List.copyOf(softwareStatements);
        if (!hosts.stream().allMatch(host -> host.matches("[a-z0-9.+-]+:?"))) {
            throw new IllegalArgumentException(
                    "hosts must be names in small letters without port and path: app.example.org, localhost, org.example.app:");
        }
        if (scopes.contains("roles") || Scope.parse(String.join(" ", scopes)).isEmpty()) {
            throw new IllegalArgumentException(
                    "scopes must be visible ASCII without quotes, and never roles: a registered client is a third party");
        }
        if (!audiences.stream().allMatch(uri -> uri.isAbsolute() && uri.getRawFragment() == null)) {
            throw new IllegalArgumentException("audiences must be absolute URIs without a fragment");
        }
        if (unused.compareTo(Duration.ofDays(1)) < 0 || unused.compareTo(Duration.ofDays(400)) > 0) {
            throw new IllegalArgumentException("unused must be 1d to 400d");
        }
        if (clients == Clients.STATEMENT && softwareStatements.isEmpty()) {
            throw new IllegalArgumentException("clients: statement needs software_statements");
        }
        if (softwareStatements.stream().map(StatementIssuer::issuer).distinct().count() < softwareStatements.size()) {
            throw new IllegalArgumentException("must not name an issuer of software_statements twice");
        }
    }

    public static RegistrationConfiguration defaults() {
        return new RegistrationConfiguration(
                Clients.CLOSED,
                Set.of(),
                Set.of("openid", "profile", "email", "offline_access"),
                List.of(),
                ClientPolicy.USUAL,
                Duration.ofDays(30),
                List.of(),
                false);
    }

    /** Who may register a client. */
    public enum Clients {
        /** Nobody. */
        CLOSED,
        /** Whoever brings an initial access token. */
        TOKEN,
        /** Whoever brings a software statement of an issuer that is believed. */
        STATEMENT,
        /** Anybody. */
        OPEN
    }

    /**
     * Who says what a piece of software is.
     *
     * @param issuer the {@code iss} of its statements
     * @param jwks its keys, a JWK set
     * @param jwksUri where those keys are instead
     */
    public record StatementIssuer(String issuer, Optional<JsonNode> jwks, Optional<URI> jwksUri) {
        public StatementIssuer {
            if (jwks.isPresent() == jwksUri.isPresent()) {
                throw new IllegalArgumentException("must have jwks or jwks_uri, and not both");
            }
            if (jwks.filter(set -> JwkSet.read(Json.bytes(set)).isEmpty()).isPresent()) {
                throw new IllegalArgumentException("jwks must be a JWK set");
            }
        }
    }

    /**
     * What those may be who register.
     *
     * @param byCertificate the ways to prove oneself in the handshake that this deployment carries
     */
    RegistrationRules rules(Set<Algorithm> algorithms, Set<ClientAuthentication> byCertificate) {
        var ways = EnumSet.of(
                ClientAuthentication.NONE,
                ClientAuthentication.SECRET_BASIC,
                ClientAuthentication.SECRET_POST,
                ClientAuthentication.PRIVATE_KEY_JWT);
        ways.addAll(byCertificate);
        return rulesOf(algorithms, ways);
    }

    /** What those may be whom a document describes: there is nobody to tell a secret to. */
    RegistrationRules documentRules(Set<Algorithm> algorithms) {
        return rulesOf(algorithms, Set.of(ClientAuthentication.NONE, ClientAuthentication.PRIVATE_KEY_JWT));
    }

    private RegistrationRules rulesOf(Set<Algorithm> algorithms, Set<ClientAuthentication> ways) {
        return new RegistrationRules(
                hosts,
                Scope.of(scopes.toArray(String[]::new)),
                audiences.stream().map(URI::toString).toList(),
                policy,
                algorithms,
                ways);
    }

    Map<String, ClientKeySource> statementKeys() {
        var keys = new HashMap<String, ClientKeySource>();
        softwareStatements.forEach(from ->
                keys.put(from.issuer(), new ClientKeySource(from.jwks().map(Json::text), from.jwksUri())));
        return keys;
    }
}
