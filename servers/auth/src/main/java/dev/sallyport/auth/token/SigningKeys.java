package dev.sallyport.auth.token;

import dev.sallyport.domain.key.KeyId;
import dev.sallyport.domain.key.KeyStore;
import dev.sallyport.domain.key.RotateKeys;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.domain.key.SigningKey;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.domain.token.AccessTokenSigner;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.token.JwtSigner;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Signs with the key whose turn it is, and publishes all that are still good. Reads the store every 30 seconds. */
public final class SigningKeys implements AccessTokenSigner {
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final KeyStore store;
    private final Sealer sealer;
    private final Algorithm algorithm;
    private final InstantSource clock;
    private volatile boolean forgotten;
    private volatile Snapshot snapshot = new Snapshot(Instant.EPOCH, List.of(), List.of());

    /** @param algorithm which new tokens are signed by; keys of others stay published until they leave */
    public SigningKeys(KeyStore store, Sealer sealer, Algorithm algorithm, InstantSource clock) {
        this.store = store;
        this.sealer = sealer;
        this.algorithm = algorithm;
        this.clock = clock;
    }

    private record Opened(SigningKey key, JwtSigner signer) {}

    private record Snapshot(Instant staleFrom, List<SigningKey> published, List<Opened> signers) {
        Optional<JwtSigner> signerAt(Instant now) {
            return signers.stream()
                    .filter(opened -> opened.key().signsAt(now))
                    .reduce((older, newer) -> newer)
                    .map(Opened::signer);
        }
    }

    @Override
    public String sign(AccessToken token) {
        return signer().sign(token);
    }

    /** Signs any claims, as JSON, under a type such as {@code JWT}. */
    public String sign(String type, String claims) {
        return signer().sign(type, claims);
    }

    Algorithm algorithm() {
        return algorithm;
    }

    /** Whether there is a key whose turn it is. */
    boolean canSign() {
        Instant now = clock.instant();
        return current(now).signerAt(now).isPresent();
    }

    /** The key whose turn it is. */
    KeyId turn() {
        return signer().id();
    }

    /** Whether the key is among those published, as far as this process has read them. */
    boolean publishes(KeyId id) {
        return current(clock.instant()).published().stream()
                .anyMatch(key -> key.id().equals(id));
    }

    private JwtSigner signer() {
        Instant now = clock.instant();
        return current(now)
                .signerAt(now)
                .or(() -> reload(now).signerAt(now))
                .orElseThrow(() -> new IllegalStateException("no key may sign by " + algorithm.joseName()));
    }

    /** The keys that are published now, each as a JWK. */
    public List<String> published() {
        Instant now = clock.instant();
        return current(now).published().stream()
                .filter(key -> key.isPublishedAt(now))
                .map(SigningKey::publicJwk)
                .toList();
    }

    /** The key set (RFC 7517 §5), JSON. */
    public String keySet() {
        return published().stream().collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    /** Reads again at the next use: somebody said that the keys changed. */
    void forget() {
        forgotten = true;
    }

    /** Forgets what is cached, after a rotation in this process. */
    public void refresh() {
        reload(clock.instant());
    }

    private Snapshot current(Instant now) {
        Snapshot last = snapshot;
        return now.isBefore(last.staleFrom()) && !forgotten ? last : reload(now);
    }

    private Snapshot reload(Instant now) {
        forgotten = false;
        List<SigningKey> published = store.published(now);
        List<Opened> signers = published.stream()
                .filter(key -> key.algorithm() == algorithm)
                .map(this::open)
                .toList();
        var fresh = new Snapshot(now.plus(FRESH), published, signers);
        snapshot = fresh;
        return fresh;
    }

    /** A key opened once is not opened again. */
    private Opened open(SigningKey key) {
        return snapshot.signers().stream()
                .filter(known -> known.key().id().equals(key.id()))
                .findFirst()
                .map(known -> new Opened(key, known.signer()))
                .orElseGet(() -> new Opened(key, signer(key)));
    }

    private JwtSigner signer(SigningKey key) {
        byte[] plain = sealer.open(RotateKeys.PURPOSE, key.sealedPrivate())
                .orElseThrow(() ->
                        new IllegalStateException("signing key " + key.id() + " was sealed with another master key"));
        try {
            return JwtSigner.of(key.id(), algorithm, plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing key " + key.id() + " cannot be read", e);
        }
    }
}
