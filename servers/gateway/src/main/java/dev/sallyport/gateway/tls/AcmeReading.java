package dev.sallyport.gateway.tls;

import dev.sallyport.domain.Secret;
import dev.sallyport.gateway.tls.AcmeConfiguration.Challenge;
import dev.sallyport.kit.json.Bound;
import dev.sallyport.kit.json.Bound.Mistake;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads an {@link AcmeAgreement} out of the configuration and the files that it names, and notes every mistake. */
public final class AcmeReading {
    private static final String AT = "/gateway/tls/acme/";
    private static final Map<String, URI> KNOWN = Map.of(
            "letsencrypt", URI.create("https://acme-v02.api.letsencrypt.org/directory"),
            "letsencrypt-staging", URI.create("https://acme-staging-v02.api.letsencrypt.org/directory"));

    /** As many names as authorities put into one certificate. */
    private static final int MOST_NAMES = 100;

    private static final int LONGEST_NAME = 253;
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]|.*:.*");
    private static final Pattern EMAIL = Pattern.compile("[a-zA-Z0-9.!$&'*+/=_~-]+@[a-zA-Z0-9.-]+");

    /** A key of 256 bits is the least that an HMAC with SHA-256 takes. */
    private static final int LEAST_KEY = 32;

    private final AcmeConfiguration written;
    private final List<Mistake> mistakes = new ArrayList<>();

    private AcmeReading(AcmeConfiguration written) {
        this.written = written;
    }

    /**
     * The agreement, or every mistake in it.
     *
     * @param publicHost the host of {@code public_url}, where it is set
     * @param redirects whether there is an unencrypted port, without which nothing can be proven there
     */
    public static Bound<AcmeAgreement> read(AcmeConfiguration written, Optional<String> publicHost, boolean redirects) {
        return new AcmeReading(written).read(publicHost, redirects);
    }

    private Bound<AcmeAgreement> read(Optional<String> publicHost, boolean redirects) {
        Optional<URI> directory = directory();
        List<X509Certificate> trusted = trusted();
        List<String> names = names(publicHost);
        Optional<AcmeAgreement.Binding> binding = binding();
        List<Challenge> challenges = challenges(redirects);
        written.email()
                .filter(email -> !EMAIL.matcher(email).matches())
                .ifPresent(email -> wrong("email", email, "must be one mail address: admin@example.org"));
        if (!written.agreeToTerms()) {
            wrong(
                    "agree_to_terms",
                    "false",
                    "must be true: the authority gives certificates to those alone who agree to its terms of service");
        }
        return mistakes.isEmpty()
                ? new Bound.Valid<>(new AcmeAgreement(
                        directory.orElseThrow(), trusted, written.email(), names, binding, challenges))
                : new Bound.Invalid<>(mistakes);
    }

    private void wrong(String key, String value, String expected) {
        mistakes.add(new Mistake(AT + key, value, expected));
    }

    private Optional<URI> directory() {
        String text = written.directory();
        Optional<URI> found = Optional.ofNullable(KNOWN.get(text)).or(() -> https(text));
        if (found.isEmpty()) {
            wrong("directory", text, "must be letsencrypt, letsencrypt-staging, or the https URL of a directory");
        }
        return found;
    }

    private static Optional<URI> https(String text) {
        try {
            URI uri = new URI(text);
            return Optional.of(uri)
                    .filter(u -> "https".equals(u.getScheme()) && u.getHost() != null)
                    .filter(u -> u.getRawUserInfo() == null && u.getRawFragment() == null);
        } catch (java.net.URISyntaxException noUrl) {
            return Optional.empty();
        }
    }

    private List<X509Certificate> trusted() {
        return written.directoryCaFile()
                .map(file -> {
                    Optional<byte[]> bytes = bytes("directory_ca_file", file);
                    List<X509Certificate> all = bytes.map(Pem::certificatesOf).orElse(List.of());
                    if (bytes.isPresent() && all.isEmpty()) {
                        wrong("directory_ca_file", file.toString(), "must hold certificates as PEM");
                    }
                    return all;
                })
                .orElse(List.of());
    }

    private List<String> names(Optional<String> publicHost) {
        List<String> names = (written.names().isEmpty() ? publicHost.stream() : written.names().stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        if (names.isEmpty()) {
            wrong("names", "", "must list the hosts of the certificate, or public_url must be set");
        }
        if (names.size() > MOST_NAMES) {
            wrong("names", names.size() + " names", "must be at most " + MOST_NAMES);
        }
        if (new HashSet<>(names).size() < names.size()) {
            wrong("names", names.toString(), "must not name anything twice");
        }
        for (int i = 0; i < names.size(); i++) {
            String at = written.names().isEmpty() ? "names" : "names/" + i;
            String name = names.get(i);
            objection(name).ifPresent(why -> wrong(at, name, why));
        }
        return names;
    }

    private Optional<String> objection(String name) {
        if (name.startsWith("*.")) {
            return Optional.of("must be the name of one host; a wildcard can be proven by DNS alone, which mode files"
                    + " and a tool for it can");
        }
        if (ADDRESS.matcher(name).matches()) {
            return Optional.of("must be a name and no address");
        }
        if (name.chars().anyMatch(c -> c > '~')) {
            return Optional.of("must be written in ASCII: xn--…");
        }
        if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
            return Optional.of("must be the name of a host: id.example.org");
        }
        return KNOWN.containsKey(written.directory()) && name.indexOf('.') < 0
                ? Optional.of("must be a name that the whole internet knows: id.example.org")
                : Optional.empty();
    }

    private Optional<AcmeAgreement.Binding> binding() {
        return written.eab().flatMap(eab -> {
            if (eab.keyId().isBlank()) {
                wrong("eab/key_id", "", "must be what the authority calls the key");
            }
            Optional<String> key = bytes("eab/secret_file", eab.secretFile())
                    .map(bytes -> new String(bytes, StandardCharsets.US_ASCII).strip());
            if (key.isPresent() && key.filter(AcmeReading::isKey).isEmpty()) {
                wrong(
                        "eab/secret_file",
                        eab.secretFile().toString(),
                        "must hold the key as the authority gave it: base64url, at least " + LEAST_KEY + " bytes");
            }
            return key.map(text -> new AcmeAgreement.Binding(eab.keyId(), Secret.of(text)));
        });
    }

    private static boolean isKey(String text) {
        try {
            return Base64.getUrlDecoder().decode(text).length >= LEAST_KEY;
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }

    private List<Challenge> challenges(boolean redirects) {
        Challenge first = written.challenge().orElse(redirects ? Challenge.HTTP_01 : Challenge.TLS_ALPN_01);
        if (first == Challenge.HTTP_01 && !redirects) {
            wrong(
                    "challenge",
                    first.wireName(),
                    "needs gateway.tls.redirect_from: the port that the authority reaches as 80");
        }
        return Stream.concat(Stream.of(first), Stream.of(Challenge.values()).filter(other -> other != first))
                .filter(challenge -> redirects || challenge != Challenge.HTTP_01)
                .toList();
    }

    private Optional<byte[]> bytes(String key, Path file) {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException e) {
            wrong(key, file.toString(), "cannot be read (" + e.getClass().getSimpleName() + ")");
            return Optional.empty();
        }
    }
}
