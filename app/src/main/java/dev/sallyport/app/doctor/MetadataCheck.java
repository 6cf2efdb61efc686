package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.HIGH;
import static dev.sallyport.app.doctor.Severity.INFO;
import static dev.sallyport.app.doctor.Severity.LOW;
import static dev.sallyport.app.doctor.Severity.MEDIUM;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What an authorization server publishes about itself. */
final class MetadataCheck implements Check {
    private static final Fault ISSUER = Fault.of(
                    "issuer-differs",
                    HIGH,
                    "The issuer is not the address that was asked: clients refuse it, or can be led to mix servers up.",
                    "issuer: the very URL under which the metadata lies",
                    "RFC 8414 §3.3")
            .here("public_url: the URL that people open, without a slash at its end");
    private static final Fault PLAIN_ENDPOINT = Fault.of(
                    "endpoint-not-https",
                    HIGH,
                    "Codes, tokens or secrets are sent to an address without TLS.",
                    "publish https addresses only",
                    "RFC 8414 §2, RFC 6749 §3.1.2.1")
            .here("public_url: https://id.example.org");
    private static final Fault NONE = Fault.of(
            "alg-none",
            HIGH,
            "Tokens or assertions without a signature are taken: anybody can write them.",
            "take none out of the list of algorithms",
            "RFC 8725 §3.2, T28");
    private static final Fault NO_PKCE = Fault.of(
            "pkce-missing",
            HIGH,
            "Codes are not bound to who asked for them, so a stolen code is as good as the password.",
            "code_challenge_methods_supported: [S256], and demand it",
            "RFC 9700 §2.1.1, T12");
    private static final Fault PLAIN_PKCE = Fault.of(
            "pkce-plain",
            MEDIUM,
            "The challenge may be the verifier itself: who sees the request can use the code.",
            "code_challenge_methods_supported: [S256]",
            "RFC 9700 §2.1.1, T12");
    private static final Fault IMPLICIT = Fault.of(
            "implicit-flow",
            MEDIUM,
            "Access tokens are handed out in addresses, where histories, logs and script find them.",
            "response_types_supported: [code]",
            "RFC 9700 §2.1.2, T09");
    private static final Fault PASSWORD = Fault.of(
            "password-grant",
            MEDIUM,
            "Applications may ask people for their password.",
            "take password out of grant_types_supported",
            "RFC 9700 §2.4, T09");
    private static final Fault NO_ISS = Fault.of(
            "iss-parameter-missing",
            LOW,
            "A client of several servers cannot tell whose answer it holds.",
            "authorization_response_iss_parameter_supported: true, and send iss",
            "RFC 9207 §2, RFC 9700 §4.4.2");
    private static final Fault SYMMETRIC = Fault.of(
            "symmetric-id-tokens",
            INFO,
            "ID tokens may be signed with a client's secret: who holds it can make them.",
            "id_token_signing_alg_values_supported: [ES256]",
            "RFC 8725 §3.5");

    /** Algorithms of what grants something. An unsigned userinfo answer is the usual one and grants nothing. */
    private static final List<String> SIGNED = List.of(
            "id_token_signing_alg_values_supported",
            "token_endpoint_auth_signing_alg_values_supported",
            "request_object_signing_alg_values_supported",
            "introspection_signing_alg_values_supported",
            "dpop_signing_alg_values_supported",
            "authorization_signing_alg_values_supported");

    @Override
    public String name() {
        return "metadata";
    }

    @Override
    public List<Fault> faults() {
        return List.of(ISSUER, PLAIN_ENDPOINT, NONE, NO_PKCE, PLAIN_PKCE, IMPLICIT, PASSWORD, NO_ISS, SYMMETRIC);
    }

    @Override
    public Verdict examine(Site site) throws IOException {
        if (site.metadata().isEmpty()) {
            return new Verdict.NotApplicable("no metadata of an authorization server lies under " + site.url());
        }
        JsonNode metadata = site.metadata().get();
        String where = "GET " + site.url() + " (metadata)";
        List<Finding> findings = new ArrayList<>();
        addresses(site, metadata, where, findings);
        for (String member : SIGNED) {
            if (Site.texts(metadata, member).contains("none")) {
                findings.add(NONE.at(where, member + " has none"));
            }
        }
        if (metadata.has("authorization_endpoint")) {
            flows(metadata, where, findings);
        }
        if (Site.texts(metadata, "grant_types_supported").contains("password")) {
            findings.add(PASSWORD.at(where, "grant_types_supported has password"));
        }
        return new Verdict.Examined(findings);
    }

    private static void addresses(Site site, JsonNode metadata, String where, List<Finding> findings) {
        String issuer = Site.text(metadata, "issuer");
        if (!issuer.replaceAll("/$", "").equals(site.url().toString().replaceAll("/$", ""))) {
            findings.add(ISSUER.at(where, "issuer is " + issuer));
        }
        for (Map.Entry<String, JsonNode> member : metadata.properties()) {
            boolean isAddress =
                    member.getKey().endsWith("_endpoint") || member.getKey().equals("jwks_uri");
            String address = Site.text(metadata, member.getKey());
            if (isAddress && !address.startsWith("https://") && !site.isLoopback()) {
                findings.add(PLAIN_ENDPOINT.at(where, member.getKey() + " is " + address));
            }
        }
    }

    private static void flows(JsonNode metadata, String where, List<Finding> findings) {
        List<String> challenges = Site.texts(metadata, "code_challenge_methods_supported");
        if (!challenges.contains("S256")) {
            findings.add(NO_PKCE.at(where, "code_challenge_methods_supported: " + challenges));
        }
        if (challenges.contains("plain")) {
            findings.add(PLAIN_PKCE.at(where, "code_challenge_methods_supported: " + challenges));
        }
        List<String> inAddress = Site.texts(metadata, "response_types_supported").stream()
                .filter(type -> List.of(type.split(" ")).contains("token"))
                .toList();
        if (!inAddress.isEmpty()) {
            findings.add(IMPLICIT.at(where, "response_types_supported: " + inAddress));
        }
        if (!metadata.path("authorization_response_iss_parameter_supported").asBoolean(false)) {
            findings.add(NO_ISS.at(where, "authorization_response_iss_parameter_supported is not true"));
        }
        List<String> symmetric = Site.texts(metadata, "id_token_signing_alg_values_supported").stream()
                .filter(algorithm -> algorithm.startsWith("HS"))
                .toList();
        if (!symmetric.isEmpty()) {
            findings.add(SYMMETRIC.at(where, "id_token_signing_alg_values_supported: " + symmetric));
        }
    }
}
