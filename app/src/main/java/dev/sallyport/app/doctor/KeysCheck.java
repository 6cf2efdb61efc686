package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.HIGH;
import static dev.sallyport.app.doctor.Severity.LOW;
import static dev.sallyport.app.doctor.Severity.MEDIUM;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The published keys: that they are public, strong, told apart, and not years old. */
final class KeysCheck implements Check {
    private static final String ROTATE = "sallyport key rotate";
    private static final Fault PRIVATE = Fault.of(
                    "key-private",
                    HIGH,
                    "A private key is published: everybody can sign tokens as this server.",
                    "take the key out of use at once, make a new one, publish its public members only",
                    "RFC 7517 §9.2")
            .here(ROTATE);
    private static final Fault SYMMETRIC = Fault.of(
            "key-symmetric",
            HIGH,
            "A secret key is published: everybody can sign tokens as this server.",
            "publish asymmetric keys only, and take this one out of use",
            "RFC 8725 §3.2, T28");
    private static final Fault WEAK = Fault.of(
                    "key-weak",
                    HIGH,
                    "A signing key is short enough to be broken.",
                    "RSA of at least 2048 bits, EC P-256 or Ed25519",
                    "RFC 7518 §3.3")
            .here(ROTATE + " --algorithm ES256");
    private static final Fault NO_KEYS = Fault.of(
            "keys-missing",
            HIGH,
            "No key is published, so nobody can verify a token.",
            "publish the public keys as a JSON Web Key Set at jwks_uri",
            "RFC 8414 §2");
    private static final Fault NO_NAME = Fault.of(
            "key-unnamed",
            LOW,
            "Keys cannot be told apart: rotation will break verification for a while.",
            "give every key a kid of its own",
            "RFC 7517 §4.5, T34");
    private static final Fault OLD = Fault.of(
                    "key-old",
                    LOW,
                    "A signing key has been in use for more than a year; who took it away then can still sign.",
                    "rotate signing keys every few months, by themselves",
                    "T34")
            .here(ROTATE);
    private static final Fault KEPT_LONG = Fault.of(
            "keys-cached-long",
            MEDIUM,
            "Resource servers may keep a key for more than a day after it was taken out of use.",
            "Cache-Control: public, max-age=300 at jwks_uri",
            "T34");

    private static final Set<String> PRIVATE_MEMBERS = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "priv");
    private static final int SHORTEST_RSA = 2_048;
    private static final Duration YEAR = Duration.ofDays(366);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Pattern MAX_AGE = Pattern.compile("max-age=(\\d{1,12})");

    @Override
    public String name() {
        return "keys";
    }

    @Override
    public List<Fault> faults() {
        return List.of(PRIVATE, SYMMETRIC, WEAK, NO_KEYS, NO_NAME, OLD, KEPT_LONG);
    }

    @Override
    public Verdict examine(Site site) throws IOException {
        String address = site.metadata().map(all -> Site.text(all, "jwks_uri")).orElse("");
        if (address.isEmpty()) {
            return new Verdict.NotApplicable("no metadata here names a key set (jwks_uri)");
        }
        if (!address.startsWith("https://") && !address.startsWith(site.origin() + "/")) {
            return new Verdict.NotApplicable("keys are not fetched without TLS from another host: " + address);
        }
        Answer answer = site.fetch(Site.address(address));
        List<JsonNode> keys = Site.json(answer)
                .map(set -> set.path("keys").valueStream().toList())
                .orElse(List.of());
        if (!answer.isGood() || keys.isEmpty()) {
            return new Verdict.Examined(List.of(NO_KEYS.at(answer, "status " + answer.status() + ", no keys")));
        }
        List<Finding> findings = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode key : keys) {
            key(site, answer, key, findings);
            String name = Site.text(key, "kid");
            if (keys.size() > 1 && (name.isEmpty() || !names.add(name))) {
                findings.add(NO_NAME.at(answer, name.isEmpty() ? "a key without kid" : "two keys are called " + name));
            }
        }
        if (maxAge(answer) > DAY.toSeconds()) {
            findings.add(KEPT_LONG.at(answer, "Cache-Control: " + answer.header("cache-control")));
        }
        return new Verdict.Examined(findings);
    }

    private static void key(Site site, Answer answer, JsonNode key, List<Finding> findings) {
        String called = Site.text(key, "kty") + " key " + Site.text(key, "kid");
        if (Site.text(key, "kty").equals("oct") || key.has("k")) {
            findings.add(SYMMETRIC.at(answer, called));
        }
        PRIVATE_MEMBERS.stream()
                .filter(key::has)
                .sorted()
                .findFirst()
                .ifPresent(member -> findings.add(PRIVATE.at(answer, called + " has " + member)));
        if (Site.text(key, "kty").equals("RSA") && bits(Site.text(key, "n")) < SHORTEST_RSA) {
            findings.add(WEAK.at(answer, called + ": " + bits(Site.text(key, "n")) + " bits"));
        }
        born(key)
                .filter(birth -> birth.isBefore(site.now().minus(YEAR)))
                .ifPresent(birth -> findings.add(OLD.at(answer, called + " is of " + birth)));
    }

    private static int bits(String number) {
        try {
            return new BigInteger(1, Base64.getUrlDecoder().decode(number)).bitLength();
        } catch (IllegalArgumentException noNumber) {
            return 0;
        }
    }

    /** When the key was made, where it says so: by {@code iat}, or by its certificate. Most key sets do not. */
    private static Optional<Instant> born(JsonNode key) {
        if (key.path("iat").canConvertToInt()) {
            return Optional.of(Instant.ofEpochSecond(key.get("iat").asLong()));
        }
        return Site.texts(key, "x5c").stream().findFirst().flatMap(KeysCheck::certified);
    }

    private static Optional<Instant> certified(String encoded) {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(encoded);
            var made = CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
            return made instanceof X509Certificate certificate
                    ? Optional.of(certificate.getNotBefore().toInstant())
                    : Optional.empty();
        } catch (CertificateException | IllegalArgumentException noCertificate) {
            return Optional.empty();
        }
    }

    /** How many seconds an answer may be kept. */
    private static long maxAge(Answer answer) {
        var match = MAX_AGE.matcher(answer.header("cache-control").toLowerCase(Locale.ROOT));
        return match.find() ? Long.parseLong(match.group(1)) : 0;
    }
}
