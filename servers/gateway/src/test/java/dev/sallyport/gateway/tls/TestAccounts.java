package dev.sallyport.gateway.tls;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import dev.sallyport.gateway.tls.TestAuthority.Refused;
import dev.sallyport.kit.json.Json;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** Who speaks with the authority: nonces that are good once, signatures, and accounts by their keys. */
final class TestAccounts {
    static final String EAB_KEY_ID = "kid-1";
    static final String EAB_KEY = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";

    private final Set<String> nonces = ConcurrentHashMap.newKeySet();
    private final AtomicInteger counter = new AtomicInteger();
    private final Map<String, ECKey> accounts = new ConcurrentHashMap<>();

    int size() {
        return accounts.size();
    }

    String nonce() {
        String nonce = Base64URL.encode("nonce-" + counter.incrementAndGet()).toString();
        nonces.add(nonce);
        return nonce;
    }

    /** Of the only account. */
    String thumbprint() throws Exception {
        return accounts.values().iterator().next().computeThumbprint().toString();
    }

    /** RFC 8555 §6.2 to §6.5: a flattened JWS over the address, with a nonce that is good once. */
    JWSObject verified(byte[] body, String place, String contentType) throws Exception {
        JsonNode json = Json.tree(body);
        JWSObject jws = jws(json);
        Map<String, Object> header = jws.getHeader().toJSONObject();
        if (!nonces.remove(String.valueOf(header.get("nonce")))) {
            throw new Refused(400, "badNonce", "not of ours, or used");
        }
        if (!place.equals(header.get("url")) || !contentType.equals("application/jose+json")) {
            throw new Refused(400, "malformed", "not signed for this place");
        }
        ECKey key = Optional.ofNullable(jws.getHeader().getJWK())
                .map(ECKey.class::cast)
                .or(() -> Optional.ofNullable(accounts.get(String.valueOf(header.get("kid")))))
                .orElseThrow(() -> new Refused(400, "accountDoesNotExist", "no such account"));
        if (!jws.verify(new ECDSAVerifier(key))) {
            throw new Refused(400, "malformed", "the signature is wrong");
        }
        return jws;
    }

    /** RFC 8555 §7.3: the account of the key, made where there is none; its name after {@code base}. */
    String open(String base, JWSObject jws, JsonNode payload, boolean wantsBinding) throws Exception {
        var key = (ECKey) jws.getHeader().getJWK();
        String name = key.computeThumbprint().toString();
        if (!accounts.containsKey(base + name)) {
            if (!payload.path("termsOfServiceAgreed").asBoolean(false)) {
                throw new Refused(403, "userActionRequired", "agree to the terms");
            }
            if (wantsBinding && !isBound(payload.path("externalAccountBinding"), key)) {
                throw new Refused(403, "externalAccountRequired", "who are you");
            }
        }
        accounts.put(base + name, key);
        return name;
    }

    private static boolean isBound(JsonNode binding, ECKey key) throws Exception {
        if (!binding.isObject()) {
            return false;
        }
        JWSObject jws = jws(binding);
        return EAB_KEY_ID.equals(jws.getHeader().getKeyID())
                && jws.verify(new MACVerifier(new Base64URL(EAB_KEY).decode()))
                && ECKey.parse(jws.getPayload().toString()).computeThumbprint().equals(key.computeThumbprint());
    }

    private static JWSObject jws(JsonNode json) throws Exception {
        return new JWSObject(
                new Base64URL(json.path("protected").asString()),
                new Base64URL(json.path("payload").asString()),
                new Base64URL(json.path("signature").asString()));
    }
}
