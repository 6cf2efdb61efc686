package dev.sallyport.gateway.tls;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Spec;
import dev.sallyport.kit.engine.CertifiedKey;
import dev.sallyport.kit.engine.Tls;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.challenge.TokenChallenge;

/** What the street answers an authority that looks whether a host is ours; nothing while no order is under way (T43). */
final class AcmeAnswers {
    private static final String PATH = "/.well-known/acme-challenge/";
    private static final Duration LIFE = Duration.ofDays(1);

    private final InstantSource clock;
    private final RandomSource random;
    private final Map<String, String> texts = new ConcurrentHashMap<>();
    private volatile Optional<Tls> street = Optional.empty();

    AcmeAnswers(InstantSource clock, RandomSource random) {
        this.clock = clock;
        this.random = random;
    }

    /** From now on handshakes can be answered. */
    void open(Tls tls) {
        street = Optional.of(tls);
    }

    /** Answers what the authority asks for at the unencrypted port, and leaves all else to {@code inner}. */
    @Spec("RFC 8555 §8.3")
    Handler before(Handler inner) {
        return request -> Optional.of(request.path())
                .filter(path -> path.startsWith(PATH) && request.method().equals("GET"))
                .flatMap(path -> Optional.ofNullable(texts.get(path.substring(PATH.length()))))
                .map(text -> Response.of(200)
                        .header("content-type", "application/octet-stream")
                        .header("cache-control", "no-store")
                        .body(text.getBytes(StandardCharsets.US_ASCII)))
                .orElseGet(() -> inner.handle(request));
    }

    /** Lays out the proof for the host, until {@link #withdraw}. */
    void give(String host, TokenChallenge challenge) {
        switch (challenge) {
            case Http01Challenge http -> texts.put(http.getToken(), http.getAuthorization());
            case TlsAlpn01Challenge alpn ->
                street.ifPresent(tls -> tls.showForValidation(host, proving(host, alpn.getAcmeValidation())));
            default -> throw new IllegalStateException("no proof of kind " + challenge.getType() + " was chosen");
        }
    }

    void withdraw(String host, TokenChallenge challenge) {
        if (challenge instanceof Http01Challenge http) {
            texts.remove(http.getToken());
        }
        street.ifPresent(tls -> tls.endValidation(host));
    }

    private CertifiedKey proving(String host, byte[] proof) {
        try {
            KeyPair pair = OwnCertificate.pair();
            Instant now = clock.instant();
            X509Certificate certificate = OwnCertificate.proving(
                    pair, host, proof, OwnCertificate.serial(random), now.minus(LIFE), now.plus(LIFE));
            return new CertifiedKey(List.of(certificate), pair.getPrivate());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the platform cannot make a certificate", e);
        }
    }
}
