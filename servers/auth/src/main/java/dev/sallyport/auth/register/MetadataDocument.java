package dev.sallyport.auth.register;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sallyport.auth.jose.ClientCertificates;
import dev.sallyport.auth.jose.ClientEncryption;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.CertificateName;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientAuthentication;
import dev.sallyport.domain.client.ClientMetadata;
import dev.sallyport.domain.client.ClientMetadata.Encryption;
import dev.sallyport.domain.client.ClientWish;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.client.LogoutUris;
import dev.sallyport.domain.client.MutualTls;
import dev.sallyport.domain.client.RegistrationRules;
import dev.sallyport.domain.client.RegistrationRules.Fault;
import dev.sallyport.domain.client.RegistrationRules.Judged;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.token.JwkSet;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A client's metadata as JSON: read into a wish that the rules judge, and told of a client (RFC 7591 §2). */
final class MetadataDocument {
    /** Members of a JWK that only its owner may know (RFC 7518 §6). */
    private static final Set<String> PRIVATE = Set.of("d", "p", "q", "dp", "dq", "qi", "k", "priv");

    private static final String ID_TOKEN = "id_token_encrypted_response_";
    private static final String USERINFO = "userinfo_encrypted_response_";
    private static final String ALG = "alg";
    private static final String ENC = "enc";

    private static final int LONGEST_JWKS = 16 * 1024;

    private MetadataDocument() {}

    /** What the rules say to the document. What is not understood here is passed over. */
    @Spec("RFC 7591 §2")
    static Judged judge(JsonNode tree, RegistrationRules rules) {
        if (!tree.isObject()) {
            return new Judged.Unfit(Fault.METADATA, "the metadata must be a JSON object");
        }
        var members = new Members(tree);
        ClientWish wish = wish(members);
        if (members.wrong().isPresent()) {
            String name = members.wrong().get();
            return new Judged.Unfit(
                    name.equals("redirect_uris") ? Fault.REDIRECT_URI : Fault.METADATA, name + " has the wrong type");
        }
        if (!wish.jwks().map(MetadataDocument::arePublic).orElse(true)) {
            return new Judged.Unfit(Fault.METADATA, "jwks must be a JWK set of public keys");
        }
        if (members.has("sector_identifier_uri")) {
            return new Judged.Unfit(Fault.METADATA, "sector_identifier_uri is not taken here");
        }
        if (!isSpoken(members, ID_TOKEN) || !isSpoken(members, USERINFO)) {
            return new Judged.Unfit(
                    Fault.METADATA, "an encrypted response has alg and enc of those that are spoken here");
        }
        List<CertificateName> names = names(members);
        if (names.size() > 1
                || names.stream()
                        .anyMatch(name -> ClientCertificates.objection(name).isPresent())) {
            return new Judged.Unfit(
                    Fault.METADATA,
                    "exactly one of the tls_client_auth members names the certificate, as it stands there");
        }
        return rules.judge(wish);
    }

    private static ClientWish wish(Members members) {
        return new ClientWish(
                members.text("client_name"),
                members.texts("redirect_uris"),
                members.text("token_endpoint_auth_method"),
                members.texts("grant_types"),
                members.texts("response_types"),
                members.text("scope"),
                members.object("jwks"),
                members.text("jwks_uri"),
                members.texts("post_logout_redirect_uris"),
                members.text("subject_type"),
                members.text("id_token_signed_response_alg"),
                members.text("userinfo_signed_response_alg"),
                members.yes("dpop_bound_access_tokens"),
                members.yes("require_pushed_authorization_requests"),
                new LogoutUris(
                        members.text("backchannel_logout_uri"),
                        members.yes("backchannel_logout_session_required"),
                        members.text("frontchannel_logout_uri"),
                        members.yes("frontchannel_logout_session_required")),
                encryption(members, ID_TOKEN),
                encryption(members, USERINFO),
                new MutualTls(
                        names(members).stream().findFirst(),
                        members.yes("tls_client_certificate_bound_access_tokens")));
    }

    /** The names of the certificate; a client has one at most. */
    @Spec("RFC 8705 §2.1.2")
    private static List<CertificateName> names(Members members) {
        return Arrays.stream(CertificateName.Kind.values())
                .flatMap(kind -> members.text(kind.member()).map(value -> new CertificateName(kind, value)).stream())
                .toList();
    }

    /** How a token is to be encrypted; {@code enc} may be left out. */
    @Spec("OpenID Connect Dynamic Registration §2")
    private static Optional<Encryption> encryption(Members members, String token) {
        Optional<String> enc = members.text(token + ENC);
        return members.text(token + ALG).map(alg -> new Encryption(alg, enc.orElse("A128CBC-HS256")));
    }

    private static boolean isSpoken(Members members, String token) {
        boolean alone = members.has(token + ENC) && !members.has(token + ALG);
        return !alone
                && encryption(members, token)
                        .map(e -> ClientEncryption.algorithms().contains(e.alg())
                                && ClientEncryption.methods().contains(e.enc()))
                        .orElse(true);
    }

    private static boolean arePublic(String jwks) {
        Optional<JwkSet> set = jwks.length() > LONGEST_JWKS ? Optional.empty() : JwkSet.read(jwks.getBytes(UTF_8));
        return set.filter(all -> !all.keys().isEmpty()
                        && all.keys().stream()
                                .allMatch(key ->
                                        key.isObject() && PRIVATE.stream().noneMatch(key::has)))
                .isPresent();
    }

    /** What is registered of the client: what was understood, as it holds here, and no secret (T32). */
    @Spec("RFC 7591 §3.2.1")
    static Map<String, Object> of(Client client) {
        ClientMetadata metadata = client.metadata();
        var all = new LinkedHashMap<String, Object>();
        all.put("client_id", client.id().value());
        all.put("client_id_issued_at", client.created().getEpochSecond());
        all.put("client_name", client.name());
        all.put("redirect_uris", client.redirectUris());
        all.put(
                "grant_types",
                client.grants().stream().map(GrantType::wireName).sorted().toList());
        all.put("response_types", List.of("code"));
        metadata.authentication()
                .map(ClientAuthentication::wireName)
                .ifPresent(way -> all.put("token_endpoint_auth_method", way));
        all.put("scope", client.scopes().toString());
        metadata.jwks().ifPresent(jwks -> all.put("jwks", Json.tree(jwks.getBytes(UTF_8))));
        metadata.jwksUri().ifPresent(uri -> all.put("jwks_uri", uri.toString()));
        if (!metadata.postLogoutRedirects().isEmpty()) {
            all.put("post_logout_redirect_uris", metadata.postLogoutRedirects());
        }
        all.put("subject_type", metadata.pairwise() ? "pairwise" : "public");
        metadata.idTokenAlgorithm().ifPresent(alg -> all.put("id_token_signed_response_alg", alg.joseName()));
        metadata.userinfoAlgorithm().ifPresent(alg -> all.put("userinfo_signed_response_alg", alg.joseName()));
        all.put("dpop_bound_access_tokens", client.isBound() && !client.isBoundToCertificate());
        metadata.mutualTls().ifPresent(tls -> {
            all.put("tls_client_certificate_bound_access_tokens", tls.bound());
            tls.name().ifPresent(name -> all.put(name.kind().member(), name.value()));
        });
        all.put("require_pushed_authorization_requests", metadata.pushed());
        metadata.backchannelLogout().ifPresent(uri -> {
            all.put("backchannel_logout_uri", uri.toString());
            all.put("backchannel_logout_session_required", metadata.backchannelSession());
        });
        metadata.frontchannelLogout().ifPresent(uri -> {
            all.put("frontchannel_logout_uri", uri.toString());
            all.put("frontchannel_logout_session_required", metadata.frontchannelSession());
        });
        metadata.idTokenEncryption().ifPresent(e -> told(all, ID_TOKEN, e));
        metadata.userinfoEncryption().ifPresent(e -> told(all, USERINFO, e));
        return all;
    }

    private static void told(Map<String, Object> all, String token, Encryption encryption) {
        all.put(token + ALG, encryption.alg());
        all.put(token + ENC, encryption.enc());
    }
}
