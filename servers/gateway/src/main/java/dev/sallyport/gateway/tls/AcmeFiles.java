package dev.sallyport.gateway.tls;

import dev.sallyport.kit.engine.CertifiedKey;
import dev.sallyport.kit.http.ClientCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What lasts of an agreement with an authority: the account's key, the certificate, and when it may be asked again. */
final class AcmeFiles {
    private final Path account;
    private final Path certificate;
    private final Path notBefore;

    /** @param folder of this authority alone; it need not be there */
    AcmeFiles(Path folder) {
        this.account = folder.resolve("account.pem");
        this.certificate = folder.resolve("certificate.pem");
        this.notBefore = folder.resolve("not-before");
    }

    Path account() {
        return account;
    }

    /**
     * The account's key; made where there is none.
     *
     * @throws IOException also where the file holds something else, which is nothing to write over
     */
    KeyPair accountKey() throws IOException, GeneralSecurityException {
        if (!Files.exists(account)) {
            KeyPair made = OwnCertificate.pair();
            OwnersFile.write(
                    account,
                    Pem.text("PRIVATE KEY", made.getPrivate().getEncoded())
                            + Pem.text("PUBLIC KEY", made.getPublic().getEncoded()));
            return made;
        }
        Pem pem = Pem.of(Files.readAllBytes(account));
        Optional<PrivateKey> key = pem.key();
        Optional<PublicKey> shown = pem.publicKey();
        if (key.isEmpty() || shown.isEmpty()) {
            throw new IOException("it does not hold the account's key; restore it, or remove it for a new account");
        }
        return new KeyPair(shown.get(), key.get());
    }

    /** The certificate of the last order with its key, whether or not it has ended; nothing where the two do not fit. */
    Optional<CertifiedKey> certificate() throws IOException {
        if (!Files.exists(certificate)) {
            return Optional.empty();
        }
        Pem pem = Pem.of(Files.readAllBytes(certificate));
        List<X509Certificate> chain = pem.certificates();
        return chain.isEmpty()
                ? Optional.empty()
                : pem.key()
                        .filter(key -> CheckedKey.belong(chain.getFirst(), key))
                        .map(key -> new CertifiedKey(chain, key));
    }

    /** Keeps a certificate and its key as one file, so that neither is ever without the other. */
    void keep(CertifiedKey key) throws IOException {
        String chain = key.chain().stream()
                .map(each -> Pem.text("CERTIFICATE", ClientCertificate.encoded(each)))
                .collect(Collectors.joining());
        OwnersFile.write(certificate, chain + Pem.text("PRIVATE KEY", key.key().getEncoded()));
    }

    /** When the authority wishes to hear the next of us; in the past where it said nothing. */
    Instant notBefore() throws IOException {
        if (!Files.exists(notBefore)) {
            return Instant.MIN;
        }
        try {
            return Instant.parse(
                    Files.readString(notBefore, StandardCharsets.US_ASCII).strip());
        } catch (DateTimeException unreadable) {
            return Instant.MIN;
        }
    }

    void keep(Instant time) throws IOException {
        OwnersFile.write(notBefore, time + "\n");
    }
}
