package dev.sallyport.gateway.tls;

import dev.sallyport.kit.http.ClientCertificate;
import java.util.List;

/** Certificates for tests of other rooms. */
public final class TestCertificates {
    private TestCertificates() {}

    public static ClientCertificate of(String host) {
        return new ClientCertificate(List.of(Issued.of(host).certificate()));
    }
}
