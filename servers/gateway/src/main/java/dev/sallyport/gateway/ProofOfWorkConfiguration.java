package dev.sallyport.gateway;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;

/**
 * The configuration's {@code gateway.proof_of_work}: work that a client does before the house does any for it.
 *
 * @param paths of which requests that change something need a proof, and pages one to be shown
 * @param difficulty the highest number to be guessed; half as many hashes are made on average
 * @param life how long a challenge may be answered
 * @param attack more refusals within that time are an attack
 * @param hold how long a proof is asked for after the last moment of attack
 */
public record ProofOfWorkConfiguration(
        List<PathPattern> paths,
        When when,
        @Min(1_000) @Max(50_000_000) int difficulty,
        Duration life,
        Rate attack,
        Duration hold) {
    private static final int MOST = 16;

    /** When a proof is asked for. */
    public enum When {
        ALWAYS,
        UNDER_ATTACK
    }

    public ProofOfWorkConfiguration {
        paths = List.copyOf(paths);
        if (paths.isEmpty() || paths.size() > MOST) {
            throw new IllegalArgumentException("paths must name at least one, and at most " + MOST);
        }
        if (life.compareTo(Duration.ofSeconds(30)) < 0 || life.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("life must be 30s to 10m");
        }
        if (hold.compareTo(Duration.ofMinutes(1)) < 0 || hold.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException("hold must be 1m to 24h");
        }
    }

    /** What holds where the configuration leaves it out. */
    static ProofOfWorkConfiguration defaults() {
        return new ProofOfWorkConfiguration(
                List.of(PathPattern.of("/v1/auth/login_*"), PathPattern.of("/sign-in")),
                When.UNDER_ATTACK,
                500_000,
                Duration.ofMinutes(2),
                Rate.of("60/m"),
                Duration.ofMinutes(10));
    }
}
