package dev.sallyport.gateway.tls;

import dev.sallyport.gateway.tls.AcmeConfiguration.Challenge;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests with an authority of their own, a folder that lasts, and a clock that they set. */
abstract class BesideAnAuthority {
    static final List<Challenge> BOTH = List.of(Challenge.HTTP_01, Challenge.TLS_ALPN_01);

    @TempDir
    Path folder;

    Instant now = Issued.NOW;
    TestAuthority authority;

    @BeforeEach
    void open() throws Exception {
        authority = new TestAuthority(() -> now);
    }

    @AfterEach
    void close() {
        authority.close();
    }

    final AcmeDoor door(List<Challenge> challenges, String... names) throws Exception {
        return new AcmeDoor(authority, AcmeDoor.agreement(authority, challenges, names), folder, () -> now);
    }

    final boolean isGiven(X509Certificate certificate) {
        return certificate.getIssuerX500Principal().equals(authority.root().getSubjectX500Principal());
    }
}
