package dev.sallyport.auth.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.json.Json;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A client with an ES256 key, made and used by an independent library. */
final class TestClient {
    static final ClientId ID = new ClientId("shop");
    static final String ISSUER = "https://id.example.org";

    final ECKey key = key("k1");

    static ECKey key(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(kid)
                    .secureRandom(new SecureRandom())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String jwks() {
        return "{\"keys\":[" + key.toPublicJWK().toJSONString() + "]}";
    }

    SigningClient as(ClientKeySource source, boolean fapi) {
        return new SigningClient(ID, Set.of(Algorithm.ES256), source, fapi);
    }

    SigningClient usual() {
        return as(ClientKeySource.inline(jwks()), false);
    }

    SigningClient fapi() {
        return as(ClientKeySource.inline(jwks()), true);
    }

    String sign(String type, Map<String, Object> claims) {
        return sign(key, type, claims);
    }

    static String sign(ECKey key, String type, Map<String, Object> claims) {
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID());
        if (!type.isEmpty()) {
            header.type(new JOSEObjectType(type));
        }
        var jws = new JWSObject(header.build(), new Payload(Json.text(claims)));
        try {
            jws.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jws.serialize();
    }

    static String unsigned(String header, Map<String, Object> claims) {
        return Base64URL.encode(header) + "." + Base64URL.encode(Json.text(claims)) + ".";
    }

    /** The text with one character, or a few, made into something else. */
    static String changed(String text, Random random) {
        var changed = new StringBuilder(text);
        int at = random.nextInt(text.length());
        switch (random.nextInt(4)) {
            case 0 -> changed.setCharAt(at, (char) random.nextInt(128));
            case 1 -> changed.deleteCharAt(at);
            case 2 -> changed.insert(at, (char) random.nextInt(0x300));
            default -> changed.setLength(at);
        }
        return changed.toString();
    }
}
