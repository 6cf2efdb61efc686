package dev.sallyport.app.imports;

import dev.sallyport.auth.password.ImportedHash;
import dev.sallyport.kit.json.Json;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The hash in a password credential of Keycloak, as a PHC string: {@code credentialData} and {@code secretData} are JSON texts within
 * the JSON; exports from before Keycloak 8 have the same under other names.
 */
final class KeycloakHash {
    private static final Map<String, String> PBKDF2 =
            Map.of("pbkdf2", "sha1", "pbkdf2-sha256", "sha256", "pbkdf2-sha512", "sha512");

    private KeycloakHash() {}

    static ImportedHash.Read read(JsonNode credential) {
        try {
            if (credential.path("hashedSaltedValue").isString()) {
                return read(
                        credential.path("algorithm").asString("pbkdf2"),
                        credential.path("hashIterations"),
                        credential.path("config"),
                        credential.path("salt").asString(""),
                        credential.path("hashedSaltedValue").asString());
            }
            JsonNode data =
                    Json.mapper().readTree(credential.path("credentialData").asString(""));
            JsonNode secret =
                    Json.mapper().readTree(credential.path("secretData").asString(""));
            return read(
                    data.path("algorithm").asString(""),
                    data.path("hashIterations"),
                    data.path("additionalParameters"),
                    secret.path("salt").asString(""),
                    secret.path("value").asString(""));
        } catch (JacksonException | IllegalArgumentException notWritten) {
            return new ImportedHash.Read.Refused("cannot be read");
        }
    }

    private static ImportedHash.Read read(
            String algorithm, JsonNode iterations, JsonNode parameters, String salt, String value) {
        String end = "$" + base64(salt) + "$" + base64(value);
        long count = iterations.asLong(0);
        Optional<String> digest = Optional.ofNullable(PBKDF2.get(algorithm));
        if (digest.isPresent()) {
            return ImportedHash.read("$pbkdf2-" + digest.get() + "$i=" + count + end);
        }
        if (algorithm.equals("argon2")) {
            return ImportedHash.read("$argon2" + parameter(parameters, "type", "id")
                    + (parameter(parameters, "version", "1.3").equals("1.0") ? "$v=16" : "$v=19")
                    + "$m=" + parameter(parameters, "memory", "7168")
                    + ",t=" + count
                    + ",p=" + parameter(parameters, "parallelism", "1")
                    + end);
        }
        return new ImportedHash.Read.Refused("is of an algorithm that the house cannot check");
    }

    /** The first of the values: Keycloak keeps lists. */
    private static String parameter(JsonNode parameters, String name, String usual) {
        JsonNode found = parameters.path(name);
        return (found.isArray() ? found.path(0) : found).asString(usual);
    }

    private static String base64(String padded) {
        return Base64.getEncoder()
                .withoutPadding()
                .encodeToString(Base64.getDecoder().decode(padded));
    }
}
