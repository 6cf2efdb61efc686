package dev.sallyport.auth.jose;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.fetch.Fetch;
import dev.sallyport.kit.fetch.Fetched;
import dev.sallyport.kit.token.Claims;
import dev.sallyport.kit.token.ForeignJwt;
import dev.sallyport.kit.token.Jwk;
import dev.sallyport.kit.token.JwkSet;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of clients and of other issuers. A set that is fetched is kept as long as its sender allows, and fetched
 * again, but not more often than {@link #SOONEST}, when a token names a key that is not in it. While its server is away, the
 * last good set serves for {@link #STALE} more.
 */
public final class ClientKeys {
    static final Duration SOONEST = Duration.ofSeconds(30);
    static final Duration STALE = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(ClientKeys.class);
    private static final int MOST = 1_000;

    private final Fetch fetch;
    private final Cache<URI, JwkSet> lastGood;

    public ClientKeys(Fetch fetch, InstantSource clock) {
        this.fetch = fetch;
        this.lastGood = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(STALE)
                .ticker(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()))
                .scheduler(Scheduler.disabledScheduler())
                .executor(Runnable::run)
                .build();
    }

    /** What the token claims, if a key of this source signed it by this algorithm. */
    public Optional<Claims> verified(ForeignJwt token, Algorithm algorithm, ClientKeySource source) {
        List<Jwk> known = all(source).candidates(token, algorithm);
        boolean askAgain =
                known.isEmpty() && source.jwks().isEmpty() && source.jwksUri().isPresent();
        List<Jwk> candidates =
                askAgain ? fetched(source.jwksUri().get(), SOONEST).candidates(token, algorithm) : known;
        return token.signedBy(candidates);
    }

    /** Whether the set fits; one that was fetched and does not is fetched again. */
    public boolean fits(ClientKeySource source, Predicate<JwkSet> wanted) {
        boolean known = wanted.test(all(source));
        return known
                || (source.jwks().isEmpty()
                        && source.jwksUri().isPresent()
                        && wanted.test(fetched(source.jwksUri().get(), SOONEST)));
    }

    /** The whole set; empty where there is none or none can be had. */
    public JwkSet all(ClientKeySource source) {
        if (source.jwks().isPresent()) {
            return JwkSet.read(source.jwks().get().getBytes(StandardCharsets.UTF_8))
                    .orElse(JwkSet.EMPTY);
        }
        return source.jwksUri().map(uri -> fetched(uri, Duration.ofDays(1))).orElse(JwkSet.EMPTY);
    }

    private JwkSet fetched(URI uri, Duration oldest) {
        Optional<JwkSet> fresh = switch (fetch.get(uri.toString(), oldest)) {
            case Fetched.Got got -> JwkSet.read(got.body());
            case Fetched.Refused(var reason) -> {
                LOG.warn("the keys at {} were not fetched: {}", uri, reason);
                yield Optional.empty();
            }
        };
        fresh.ifPresent(set -> lastGood.put(uri, set));
        return fresh.or(() -> Optional.ofNullable(lastGood.getIfPresent(uri))).orElse(JwkSet.EMPTY);
    }
}
