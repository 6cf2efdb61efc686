package dev.sallyport.auth;

import dev.sallyport.auth.gate.TlsClients;
import dev.sallyport.auth.jose.TrustedIssuer;
import dev.sallyport.auth.password.ImportedHash;
import dev.sallyport.auth.register.RegistrationConfiguration;
import dev.sallyport.domain.attempt.AttemptPolicy;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.credential.PasswordPolicy;
import dev.sallyport.domain.grant.TokenPolicy;
import dev.sallyport.domain.token.Algorithm;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The auth server's part of the configuration: {@code tokens}, {@code accounts} and {@code registration}.
 *
 * @param tlsClients what the gateway learns of clients' certificates
 */
public record AuthConfiguration(
        Tokens tokens, Accounts accounts, RegistrationConfiguration registration, TlsClients tlsClients) {
    /** Where nothing is learnt of clients' certificates. */
    public AuthConfiguration(Tokens tokens, Accounts accounts, RegistrationConfiguration registration) {
        this(tokens, accounts, registration, TlsClients.NONE);
    }

    public static AuthConfiguration defaults() {
        return new AuthConfiguration(Tokens.defaults(), Accounts.defaults(), RegistrationConfiguration.defaults());
    }

    private static void within(Duration value, Duration least, Duration most, String name, String bounds) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " must be " + bounds);
        }
    }

    /**
     * How long tokens live, and how they are signed.
     *
     * @param access 30 s to 1 h
     * @param refresh 1 h to 400 d, from sign-in
     * @param refreshGrace 0 s to 60 s: within it a refresh token used twice gets the same successor
     * @param algorithm what tokens are signed by where a client has no wish
     * @param algorithms what else clients may ask their ID tokens to be signed by
     * @param issuers whose assertions are a grant here (RFC 7523)
     * @param authorizationDetails the types of authorization details that clients may ask for (RFC 9396 §2)
     */
    public record Tokens(
            Duration access,
            Duration refresh,
            Duration refreshGrace,
            Algorithm algorithm,
            Set<Algorithm> algorithms,
            List<TrustedIssuer> issuers,
            Set<String> authorizationDetails) {
        public Tokens {
            authorizationDetails = Set.copyOf(authorizationDetails);
            algorithms = Set.copyOf(algorithms);
            issuers = List.copyOf(issuers);
            within(access, Duration.ofSeconds(30), Duration.ofHours(1), "access", "30s to 1h");
            within(refresh, Duration.ofHours(1), Duration.ofDays(400), "refresh", "1h to 400d");
            within(refreshGrace, Duration.ZERO, Duration.ofMinutes(1), "refresh_grace", "0s to 60s");
        }

        public static Tokens defaults() {
            return new Tokens(
                    Duration.ofMinutes(5),
                    Duration.ofDays(30),
                    Duration.ofSeconds(10),
                    Algorithm.ES256,
                    Set.of(Algorithm.ES256, Algorithm.RS256),
                    List.of(),
                    Set.of());
        }

        /** @param publicUrl what the tokens call their issuer */
        TokenPolicy policy(URI publicUrl) {
            return new TokenPolicy(publicUrl.toString(), access, refresh, refreshGrace);
        }
    }

    /**
     * Who may have an account, and how it is guarded.
     *
     * @param failures 1 to 100 failed sign-ins on a name, after which it is suspended
     * @param suspend 1 min to 30 d
     */
    public record Accounts(int failures, Duration suspend, Registration registration, Password password) {
        public Accounts {
            within(suspend, Duration.ofMinutes(1), Duration.ofDays(30), "suspend", "1m to 30d");
            if (failures < 1 || failures > 100) {
                throw new IllegalArgumentException("failures must be 1 to 100");
            }
        }

        public static Accounts defaults() {
            return new Accounts(5, Duration.ofHours(12), Registration.OPEN, Password.defaults());
        }

        public AttemptPolicy attempts() {
            return new AttemptPolicy(failures, suspend);
        }
    }

    /** Whether strangers may open accounts. */
    public enum Registration {
        OPEN,
        CLOSED
    }

    /**
     * What passwords must be and how dear a guess is (Argon2id).
     *
     * @param minLength 8 to 128 code points
     * @param memory 7 to 1024 MiB
     * @param passes 1 to 20
     * @param parallelism 1 to 16 lanes
     * @param importedLike a hash of the cost that most imported ones have; a wrong password costs it for every name then
     */
    public record Password(int minLength, int memory, int passes, int parallelism, Optional<String> importedLike) {
        public Password {
            if (minLength < 8 || minLength > 128) {
                throw new IllegalArgumentException("min_length must be 8 to 128");
            }
            if (memory < 7 || memory > 1024 || passes < 1 || passes > 20 || parallelism < 1 || parallelism > 16) {
                throw new IllegalArgumentException(
                        "memory must be 7 to 1024 (MiB), passes 1 to 20 and parallelism 1 to 16");
            }
            if (importedLike
                    .filter(like -> !(ImportedHash.read(like) instanceof ImportedHash.Read.Good))
                    .isPresent()) {
                throw new IllegalArgumentException("imported_like must be a hash as sallyport import prints it");
            }
        }

        /** The hash whose time is spent on every name. */
        public Optional<PasswordHash> disguise() {
            return importedLike.map(PasswordHash::new);
        }

        public static Password defaults() {
            return new Password(12, 19, 2, 1, Optional.empty());
        }

        public PasswordPolicy policy() {
            return new PasswordPolicy(minLength);
        }
    }
}
