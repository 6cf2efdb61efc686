package dev.sallyport.kit.token;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.key.KeyId;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.domain.token.Algorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Iterator;
import java.util.stream.Stream;

/** Signs with one private key. The JWT is assembled by hand, for this is the hot path; tests verify it with Nimbus. */
public final class JwtSigner {
    private final KeyId id;
    private final Algorithm algorithm;
    private final Signatures signatures;
    private final String accessHeader;

    private JwtSigner(KeyId id, Algorithm algorithm, Signatures signatures) {
        this.id = id;
        this.algorithm = algorithm;
        this.signatures = signatures;
        this.accessHeader = header("at+jwt");
    }

    /** @throws GeneralSecurityException when the bytes are no PKCS #8 key of the algorithm */
    public static JwtSigner of(KeyId id, Algorithm algorithm, byte[] pkcs8) throws GeneralSecurityException {
        var key = CryptoProviders.keys(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        return new JwtSigner(id, algorithm, Signatures.signing(algorithm, key));
    }

    public KeyId id() {
        return id;
    }

    /** The access token as a signed JWT of type {@code at+jwt}. */
    @Spec("RFC 9068 §2")
    public String sign(AccessToken token) {
        return signed(accessHeader + "." + Base64Url.encode(claims(token)));
    }

    /** Any claims, as JSON, under a type such as {@code JWT} or {@code logout+jwt}. */
    public String sign(String type, String claims) {
        return signed(header(type) + "." + Base64Url.encode(claims));
    }

    private String header(String type) {
        return Base64Url.encode("{\"alg\":\"" + algorithm.joseName() + "\",\"typ\":" + JsonText.quoted(type)
                + ",\"kid\":" + JsonText.quoted(id.value()) + "}");
    }

    private String signed(String input) {
        return input + "." + Base64Url.encode(signatures.sign(input.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String claims(AccessToken token) {
        var json = new StringBuilder(512).append("{\"iss\":");
        JsonText.quote(json, token.issuer()).append(",\"sub\":");
        JsonText.quote(json, token.subject()).append(",\"aud\":");
        array(json, token.audience().stream())
                .append(",\"iat\":")
                .append(token.issued().getEpochSecond());
        json.append(",\"exp\":").append(token.expires().getEpochSecond()).append(",\"jti\":");
        JsonText.quote(json, token.id()).append(",\"client_id\":");
        JsonText.quote(json, token.client().value()).append(",\"scope\":");
        JsonText.quote(json, token.scope().toString());
        if (!token.roles().isEmpty()) {
            json.append(",\"roles\":");
            array(json, token.roles().stream().map(dev.sallyport.domain.person.Role::name));
        }
        token.session().ifPresent(sid -> JsonText.quote(json.append(",\"sid\":"), sid.toString()));
        more(json, token.more());
        return json.append('}').toString();
    }

    private static void more(StringBuilder json, AccessToken.More more) {
        more.grant().ifPresent(grant -> JsonText.quote(json.append(",\"grant_id\":"), grant.toString()));
        more.confirmation().ifPresent(key -> {
            JsonText.quote(json.append(",\"cnf\":{"), key.kind().wireName()).append(':');
            JsonText.quote(json, key.thumbprint()).append('}');
        });
        more.authenticated().ifPresent(time -> json.append(",\"auth_time\":").append(time.getEpochSecond()));
        more.acr().ifPresent(acr -> JsonText.quote(json.append(",\"acr\":"), acr));
        if (!more.methods().isEmpty()) {
            array(json.append(",\"amr\":"), more.methods().stream());
        }
        more.actor().ifPresent(actor -> json.append(",\"act\":").append(actor));
        more.authorizationDetails()
                .ifPresent(details -> json.append(",\"authorization_details\":").append(details));
    }

    private static StringBuilder array(StringBuilder json, Stream<String> items) {
        json.append('[');
        for (Iterator<String> rest = items.iterator(); rest.hasNext(); ) {
            JsonText.quote(json, rest.next());
            if (rest.hasNext()) {
                json.append(',');
            }
        }
        return json.append(']');
    }
}
