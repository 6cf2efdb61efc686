package dev.sallyport.gateway.tls;

import dev.sallyport.domain.Digest;
import dev.sallyport.gateway.tls.TlsConfiguration.CertificateFiles;
import dev.sallyport.kit.engine.CertifiedKey;
import dev.sallyport.kit.json.Bound.Mistake;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Certificates and keys that lie in files, put there and renewed by whatever the operator uses. The files are read each time,
 * for they are small and only their content says whether they changed; what they mean is worked out only when it did.
 */
public final class FileCertificates implements CertificateSource {
    private static final String AT = "/gateway/tls/certificates/";
    private static final int LONGEST = 256 * 1024;

    private final List<CertificateFiles> files;
    private final InstantSource clock;
    private Optional<Seen> last = Optional.empty();

    public FileCertificates(List<CertificateFiles> files, InstantSource clock) {
        this.files = List.copyOf(files);
        this.clock = clock;
    }

    private record Seen(String contents, Loaded loaded) {}

    /** One file as it was read. */
    private sealed interface Content {
        record Bytes(byte[] bytes) implements Content {}

        record Missing(Mistake mistake) implements Content {}
    }

    private record Pair(String at, CertificateFiles files, Content chain, Content key) {}

    @Override
    public synchronized Loaded load() {
        var pairs = new ArrayList<Pair>();
        for (int i = 0; i < files.size(); i++) {
            String at = AT + i;
            CertificateFiles pair = files.get(i);
            pairs.add(new Pair(
                    at, pair, read(at + "/chain_file", pair.chainFile()), read(at + "/key_file", pair.keyFile())));
        }
        String contents = Digest.of(pairs.stream()
                        .map(pair -> told(pair.chain()) + told(pair.key()))
                        .toList()
                        .toString())
                .value();
        Loaded loaded = last.filter(seen -> seen.contents().equals(contents))
                .map(Seen::loaded)
                .orElseGet(() -> loaded(pairs));
        last = Optional.of(new Seen(contents, loaded));
        return loaded;
    }

    private static String told(Content content) {
        return switch (content) {
            case Content.Bytes(byte[] bytes) -> Digest.of(bytes).value();
            case Content.Missing(Mistake mistake) -> mistake.toString();
        };
    }

    private Loaded loaded(List<Pair> pairs) {
        var mistakes = new ArrayList<Mistake>();
        var warnings = new ArrayList<String>();
        var keys = new ArrayList<CertifiedKey>();
        for (Pair pair : pairs) {
            List<X509Certificate> chain = chain(pair, mistakes);
            Optional<PrivateKey> key = key(pair, mistakes, warnings);
            if (!chain.isEmpty() && key.isPresent()) {
                if (!CheckedKey.belong(chain.getFirst(), key.get())) {
                    mistakes.add(new Mistake(
                            pair.at() + "/key_file",
                            pair.files().keyFile().toString(),
                            "is not the key of the first certificate in "
                                    + pair.files().chainFile()));
                }
                CheckedKey.warning(chain, clock.instant()).ifPresent(warnings::add);
                keys.add(new CertifiedKey(chain, key.get()));
            }
        }
        return mistakes.isEmpty() ? new Loaded.Good(keys, warnings) : new Loaded.Bad(mistakes);
    }

    private List<X509Certificate> chain(Pair pair, List<Mistake> mistakes) {
        String at = pair.at() + "/chain_file";
        String file = pair.files().chainFile().toString();
        return switch (pair.chain()) {
            case Content.Missing(Mistake mistake) -> {
                mistakes.add(mistake);
                yield List.of();
            }
            case Content.Bytes(byte[] bytes) -> {
                List<X509Certificate> chain = Pem.of(bytes).certificates();
                if (chain.isEmpty()) {
                    mistakes.add(new Mistake(at, file, "must hold certificates as PEM: -----BEGIN CERTIFICATE-----"));
                } else {
                    CheckedKey.objection(chain, clock.instant())
                            .ifPresent(why -> mistakes.add(new Mistake(at, file, why)));
                }
                yield chain;
            }
        };
    }

    private static Optional<PrivateKey> key(Pair pair, List<Mistake> mistakes, List<String> warnings) {
        String at = pair.at() + "/key_file";
        Path file = pair.files().keyFile();
        return switch (pair.key()) {
            case Content.Missing(Mistake mistake) -> {
                mistakes.add(mistake);
                yield Optional.empty();
            }
            case Content.Bytes(byte[] bytes) -> {
                Pem pem = Pem.of(bytes);
                Optional<PrivateKey> key = pem.key();
                if (key.isEmpty()) {
                    mistakes.add(new Mistake(
                            at,
                            file.toString(),
                            pem.hasEncryptedKey()
                                    ? "must not be encrypted: nobody is there to give the password"
                                    : "must hold one private key as PEM, of kind EC, RSA or EdDSA"));
                }
                if (isReadableByOthers(file)) {
                    warnings.add(file + " can be read by other users of this machine; chmod 600 " + file);
                }
                yield key;
            }
        };
    }

    private static boolean isReadableByOthers(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException noSuchPermissionsHere) {
            return false;
        }
    }

    private static Content read(String at, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            return bytes.length > LONGEST
                    ? new Content.Missing(new Mistake(at, file.toString(), "is too large for a PEM file"))
                    : new Content.Bytes(bytes);
        } catch (NoSuchFileException e) {
            return new Content.Missing(new Mistake(at, file.toString(), "does not exist"));
        } catch (IOException e) {
            return new Content.Missing(new Mistake(
                    at, file.toString(), "cannot be read (" + e.getClass().getSimpleName() + ")"));
        }
    }
}
