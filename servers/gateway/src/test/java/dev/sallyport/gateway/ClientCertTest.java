package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.privacy.Address;
import dev.sallyport.gateway.tls.TestCertificates;
import dev.sallyport.kit.http.ClientCertificate;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.net.InetAddress;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9440: which certificate a client showed, as it is told from process to process and by proxies. */
class ClientCertTest {
    private static final ClientCertificate ONE = TestCertificates.of("one.example.org");
    private static final ClientCertificate TWO = TestCertificates.of("two.example.org");
    private static final String FIELD = ":" + base64(ONE) + ":";
    private static final TrustedProxies PROXY = new TrustedProxies(List.of(AddressRange.of("10.0.0.1")));

    private static String base64(ClientCertificate certificate) {
        return Base64.getEncoder().encodeToString(ClientCertificate.encoded(certificate.leaf()));
    }

    private static Request from(String peer) {
        return Request.of("GET", "/v1/profile").from(new Address(InetAddress.ofLiteral(peer)));
    }

    private static Optional<Request> seen(Provenance provenance, Request request) {
        var seen = new AtomicReference<Optional<Request>>(Optional.empty());
        Response answer = provenance
                .around(r -> {
                    seen.set(Optional.of(r));
                    return Response.of(200);
                })
                .handle(request);
        assertThat(answer.status()).isEqualTo(seen.get().isPresent() ? 200 : 400);
        return seen.get();
    }

    @Test
    void T37_Client_Cert_is_believed_from_a_trusted_proxy_that_was_said_to_ask_and_from_nobody_else() {
        var believing = new Provenance(PROXY, true, Optional.empty());
        assertThat(seen(believing, from("10.0.0.1").header("Client-Cert", FIELD))
                        .flatMap(Request::certificate))
                .contains(ONE);
        assertThat(seen(believing, from("203.0.113.9").header("Client-Cert", FIELD))
                        .flatMap(Request::certificate))
                .as("from the street")
                .isEmpty();
        assertThat(seen(
                                new Provenance(PROXY, false, Optional.empty()),
                                from("10.0.0.1").header("Client-Cert", FIELD))
                        .flatMap(Request::certificate))
                .as("of a proxy that may pass on what it does not know")
                .isEmpty();
        assertThat(seen(believing, from("10.0.0.1").header("client_cert", FIELD))
                        .flatMap(Request::certificate))
                .as("in another spelling")
                .isEmpty();
    }

    @Test
    void T37_what_a_proxy_showed_of_its_own_is_not_its_clients() {
        assertThat(seen(
                                new Provenance(PROXY, true, Optional.empty()),
                                from("10.0.0.1").shown(TWO))
                        .flatMap(Request::certificate))
                .isEmpty();
        assertThat(seen(
                                new Provenance(PROXY, true, Optional.empty()),
                                from("203.0.113.9").shown(TWO))
                        .flatMap(Request::certificate))
                .as("a client of ours")
                .contains(TWO);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            RFC 9440 §2.2 no byte sequence    | BASE64
            RFC 9440 §2.2 an open one         | :BASE64
            RFC 9440 §2.2 quoted              | ":BASE64:"
            RFC 9440 §2.2 with a parameter    | :BASE64:;a=1
            RFC 9440 §2.2 two of them         | :BASE64:, :BASE64:
            RFC 9440 §2.2 empty               | ::
            RFC 9440 §2.2 nothing             | ~~
            RFC 9440 §2.2 no certificate      | :aGVsbG8=:
            RFC 9440 §2.2 no Base64           | :a:
            RFC 9440 §2.2 something behind it | :BASE64AAAA:
            RFC 9440 §2.2 as nginx escapes it | -----BEGIN%20CERTIFICATE-----
            """)
    void a_field_that_is_not_one_certificate_is_refused(String what, String value) {
        String sent = value.replace("BASE64", base64(ONE));
        assertThat(seen(
                        new Provenance(PROXY, true, Optional.empty()),
                        from("10.0.0.1").header("Client-Cert", sent)))
                .as(what)
                .isEmpty();
    }

    @Test
    void a_field_that_came_twice_or_a_chain_alone_is_refused() {
        var believing = new Provenance(PROXY, true, Optional.empty());
        Request request = from("10.0.0.1");
        assertThat(seen(believing, request.with(Headers.of("client-cert", FIELD, "client-cert", FIELD))))
                .isEmpty();
        assertThat(seen(believing, request.with(Headers.of("client-cert-chain", FIELD))))
                .as("RFC 9440 §2.3")
                .isEmpty();
        assertThat(seen(believing, request.with(Headers.of("client-cert", FIELD, "client-cert-chain", FIELD + ", x"))))
                .isEmpty();
        String many = String.join(", ", java.util.Collections.nCopies(ClientCertificate.MOST, FIELD));
        assertThat(seen(believing, request.with(Headers.of("client-cert", FIELD, "client-cert-chain", many))))
                .as("T43 a chain has a bound")
                .isEmpty();
    }

    @Test
    void what_one_process_tells_the_next_one_reads() {
        var shown = new ClientCertificate(List.of(ONE.leaf(), TWO.leaf()));
        Request told = ForwardedHeaders.told(
                from("203.0.113.9").shown(shown).header("Client-Cert", "forged").header("client_cert_chain", "forged"));
        assertThat(told.headers().all("client-cert")).as("RFC 9440 §2.1").containsExactly(FIELD);
        assertThat(told.headers().has("client_cert_chain")).isFalse();
        Request arrived = told.from(new Address(InetAddress.ofLiteral("10.0.0.1")));
        assertThat(seen(new Provenance(PROXY, true, Optional.empty()), arrived).flatMap(Request::certificate))
                .contains(shown);
        assertThat(ForwardedHeaders.told(from("203.0.113.9").header("Client-Cert", FIELD))
                        .headers()
                        .has("client-cert"))
                .as("T37 the street's word goes no further")
                .isFalse();
    }
}
