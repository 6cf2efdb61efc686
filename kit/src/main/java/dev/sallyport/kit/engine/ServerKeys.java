package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The keys of a place, of which each handshake gets the one for the host that the client names. An exchange is one write: a
 * handshake finds what it chose by the number of the generation, so that no chain goes with another's key.
 */
final class ServerKeys extends X509ExtendedKeyManager {
    /** @param before the generation that handshakes under way may still ask for */
    private record Generation(long number, List<CertifiedKey> keys, List<CertifiedKey> before) {}

    private static final String VALIDATION = "validation:";

    private final Map<String, CertifiedKey> validations = new ConcurrentHashMap<>();
    private volatile Generation current;

    ServerKeys(List<CertifiedKey> keys) {
        this.current = new Generation(0, checked(keys), List.of());
    }

    void exchange(List<CertifiedKey> others) {
        Generation last = current;
        current = new Generation(last.number() + 1, checked(others), last.keys());
    }

    /** Until {@link #endValidation}, who asks for the host to validate it gets this key, and nobody else does. */
    void showForValidation(String host, CertifiedKey key) {
        validations.put(host, key);
    }

    void endValidation(String host) {
        validations.remove(host);
    }

    boolean isValidating() {
        return !validations.isEmpty();
    }

    private static List<CertifiedKey> checked(List<CertifiedKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("TLS needs a certificate");
        }
        return List.copyOf(keys);
    }

    /** The key for the host: its name before a wildcard, and what the first place has for a host that none is for. */
    @Override
    @Spec("RFC 6066 §3")
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        if (Alpn.VALIDATION.equals(engine.getHandshakeApplicationProtocol())) {
            return validation(keyType, engine);
        }
        Generation now = current;
        List<CertifiedKey> fitting = now.keys().stream()
                .filter(key -> key.leaf().getPublicKey().getAlgorithm().equals(keyType))
                .toList();
        // The platform asks once for each type of key that the client can verify; null is its word for none of that
        // type.
        return named(engine)
                .flatMap(host -> forHost(host, now.keys()))
                .map(List::stream)
                .orElseGet(() -> now.keys().stream())
                .filter(fitting::contains)
                .findFirst()
                .map(key -> now.number() + "." + now.keys().indexOf(key))
                .orElse(null);
    }

    /** For a host that is not under validation there is no key, so that the handshake fails; null is the platform's word for it. */
    @Spec("RFC 8737 §3")
    private String validation(String keyType, SSLEngine engine) {
        return named(engine)
                .filter(host -> Optional.ofNullable(validations.get(host))
                        .filter(key -> key.leaf().getPublicKey().getAlgorithm().equals(keyType))
                        .isPresent())
                .map(host -> VALIDATION + host)
                .orElse(null);
    }

    /** All keys for the host, where there are any; a wildcard stands for one label. */
    static Optional<List<CertifiedKey>> forHost(String host, List<CertifiedKey> keys) {
        int dot = host.indexOf('.');
        String wildcard = dot < 0 ? host : "*" + host.substring(dot);
        return Stream.of(host, wildcard)
                .map(name ->
                        keys.stream().filter(key -> key.hosts().contains(name)).toList())
                .filter(found -> !found.isEmpty())
                .findFirst();
    }

    private static Optional<String> named(SSLEngine engine) {
        if (!(engine.getHandshakeSession() instanceof ExtendedSSLSession session)) {
            return Optional.empty();
        }
        return session.getRequestedServerNames().stream()
                .filter(name -> name.getType() == StandardConstants.SNI_HOST_NAME)
                .map(SNIServerName::getEncoded)
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT))
                .findFirst();
    }

    private Optional<CertifiedKey> byAlias(String alias) {
        if (alias.startsWith(VALIDATION)) {
            return Optional.ofNullable(validations.get(alias.substring(VALIDATION.length())));
        }
        int dot = alias.indexOf('.');
        long number = Long.parseLong(alias.substring(0, dot));
        Generation now = current;
        List<CertifiedKey> keys =
                number == now.number() ? now.keys() : number == now.number() - 1 ? now.before() : List.of();
        int index = Integer.parseInt(alias.substring(dot + 1));
        return index < keys.size() ? Optional.of(keys.get(index)) : Optional.empty();
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return byAlias(alias)
                .map(key -> key.chain().toArray(new X509Certificate[0]))
                .orElse(null);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return byAlias(alias).map(CertifiedKey::key).orElse(null);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        return null;
    }
}
