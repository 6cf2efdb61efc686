package dev.sallyport.app;

import dev.sallyport.auth.upstream.OwnProof;
import dev.sallyport.auth.upstream.Preset;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.key.KeyId;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.json.Bound.Mistake;
import dev.sallyport.kit.token.JwtSigner;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Reads how we prove ourselves to other providers: by a shared secret, or by a key where it is Apple. */
final class ReadProofs {
    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s*");

    /** Apple's ids of teams and of keys. */
    private static final Pattern ID = Pattern.compile("[A-Z0-9]{10}");

    private final BiFunction<String, Path, Optional<Secret>> files;
    private final List<Mistake> mistakes;
    private final List<String> warnings;

    /** @param files reads a file, and tells where it cannot */
    ReadProofs(BiFunction<String, Path, Optional<Secret>> files, List<Mistake> mistakes, List<String> warnings) {
        this.files = files;
        this.mistakes = mistakes;
        this.warnings = warnings;
    }

    Optional<OwnProof> read(String at, DeclaredUpstream upstream) {
        if (upstream.preset().filter(Preset.APPLE::equals).isPresent()) {
            return signed(at, upstream);
        }
        if (upstream.team().isPresent()
                || upstream.keyId().isPresent()
                || upstream.keyFile().isPresent()) {
            mistakes.add(new Mistake(at, upstream.id(), "team, key_id and key_file are for the preset apple"));
        }
        return shared(at, upstream);
    }

    private Optional<OwnProof> shared(String at, DeclaredUpstream upstream) {
        if (upstream.clientSecret().isPresent() == upstream.clientSecretFile().isPresent()) {
            mistakes.add(new Mistake(at, upstream.id(), "must have client_secret_file, or client_secret, not both"));
            return Optional.empty();
        }
        upstream.clientSecret()
                .ifPresent(inline -> warnings.add(at.substring(1).replace('/', '.')
                        + ".client_secret stands in the file; put it into a file of its own (client_secret_file)"));
        return upstream.clientSecret()
                .or(() -> upstream.clientSecretFile().flatMap(file -> files.apply(at + "/client_secret_file", file)))
                .map(OwnProof.Shared::new);
    }

    private Optional<OwnProof> signed(String at, DeclaredUpstream upstream) {
        if (upstream.clientSecret().isPresent() || upstream.clientSecretFile().isPresent()) {
            mistakes.add(
                    new Mistake(at, upstream.id(), "must have team, key_id and key_file in the place of a secret"));
        }
        Optional<String> team = id(at + "/team", upstream.team());
        Optional<String> key = id(at + "/key_id", upstream.keyId());
        if (upstream.keyFile().isEmpty()) {
            mistakes.add(new Mistake(at + "/key_file", "", "must be the key that Apple gave you, AuthKey_….p8"));
        }
        Optional<JwtSigner> signer = upstream.keyFile()
                .flatMap(file -> files.apply(at + "/key_file", file).flatMap(pem -> signer(at, file, key, pem)));
        return team.flatMap(of -> signer.map(with -> new OwnProof.Signed(of, Preset.APPLE_ISSUER, with)));
    }

    private Optional<String> id(String at, Optional<String> said) {
        Optional<String> good = said.filter(text -> ID.matcher(text).matches());
        if (good.isEmpty()) {
            mistakes.add(new Mistake(at, said.orElse(""), "must be ten capital letters and digits"));
        }
        return good;
    }

    private Optional<JwtSigner> signer(String at, Path file, Optional<String> key, Secret pem) {
        var read = PEM.matcher(pem.reveal());
        try {
            if (read.matches()) {
                byte[] pkcs8 = Base64.getMimeDecoder().decode(read.group(1));
                if (isOfP256(pkcs8)) {
                    return Optional.of(JwtSigner.of(new KeyId(key.orElse("")), Algorithm.ES256, pkcs8));
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException notOurs) {
            // Told below, as a file without the frame is.
        }
        mistakes.add(new Mistake(at + "/key_file", file.toString(), "is no P-256 private key in PEM (PKCS #8)"));
        return Optional.empty();
    }

    private static boolean isOfP256(byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)) instanceof ECPrivateKey key
                && key.getParams().getOrder().bitLength() == 256;
    }
}
