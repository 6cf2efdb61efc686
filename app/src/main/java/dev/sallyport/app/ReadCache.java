package dev.sallyport.app;

import dev.sallyport.domain.Secret;
import dev.sallyport.kit.json.Bound.Mistake;
import dev.sallyport.storage.redis.RedisSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Reads which Redis the house uses, if any.
 *
 * @param secret reads a file of a secret, by its pointer; empty where that is a mistake, which it has told then
 */
record ReadCache(BiFunction<String, Path, Optional<Secret>> secret, List<Mistake> mistakes, List<String> warnings) {
    private static final String NONE = "memory";

    /** @param named the variables of the environment: a password that comes by one does not stand in the file */
    Optional<RedisSettings> read(Configuration configuration, Set<String> named) {
        if (configuration.cache().equals(NONE)) {
            unused("/cache_password_file", configuration.cachePasswordFile());
            unused("/cache_authorities_file", configuration.cacheAuthoritiesFile());
            return Optional.empty();
        }
        Optional<Secret> password =
                configuration.cachePasswordFile().flatMap(file -> secret.apply("/cache_password_file", file));
        configuration.cacheAuthoritiesFile().ifPresent(this::certificates);
        return switch (RedisSettings.parse(configuration.cache(), password, configuration.cacheAuthoritiesFile())) {
            case RedisSettings.Parsed.Invalid(String expected) -> {
                mistakes.add(new Mistake("/cache", Settings.hidden(configuration.cache()), "must be " + expected));
                yield Optional.empty();
            }
            case RedisSettings.Parsed.Valid(RedisSettings settings) -> {
                if (!settings.encrypted() && settings.authorities().isPresent()) {
                    mistakes.add(new Mistake("/cache_authorities_file", "", "is of no use without TLS: rediss://"));
                }
                if (password.isEmpty() && settings.password().isPresent() && !named.contains("SALLYPORT_CACHE")) {
                    warnings.add(
                            "cache has a password in the file; put it into a file of its own (cache_password_file)");
                }
                yield Optional.of(settings);
            }
        };
    }

    private void unused(String at, Optional<Path> file) {
        file.ifPresent(path -> mistakes.add(new Mistake(at, path.toString(), "is of no use with cache: memory")));
    }

    private void certificates(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
                mistakes.add(new Mistake("/cache_authorities_file", file.toString(), "holds no certificate as PEM"));
            }
        } catch (IOException | CertificateException e) {
            mistakes.add(new Mistake(
                    "/cache_authorities_file",
                    file.toString(),
                    "cannot be read as certificates (" + e.getClass().getSimpleName() + ")"));
        }
    }
}
