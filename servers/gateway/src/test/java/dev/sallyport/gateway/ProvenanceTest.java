package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.domain.privacy.Address;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvenanceTest {
    private static final TrustedProxies TWO =
            new TrustedProxies(List.of(AddressRange.of("10.0.0.0/8"), AddressRange.of("2001:db8:ffff::/48")));

    private static Request from(String peer) {
        return Request.of("GET", "/v1/profile").from(new Address(InetAddress.ofLiteral(peer)));
    }

    private static Request seen(TrustedProxies proxies, Request request) {
        return seen(new Provenance(proxies, false, Optional.empty()), request);
    }

    private static Request seen(Provenance provenance, Request request) {
        var seen = new AtomicReference<Request>();
        provenance
                .around(r -> {
                    seen.set(r);
                    return Response.of(200);
                })
                .handle(request);
        return seen.get();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 7239 §8.1 nobody is configured | none | 203.0.113.9 | X-Forwarded-For | 198.51.100.1                           | 203.0.113.9
            not a trusted proxy       | two  | 203.0.113.9 | X-Forwarded-For | 198.51.100.1                           | 203.0.113.9
            one proxy                 | two  | 10.1.1.1    | X-Forwarded-For | 198.51.100.1                           | 198.51.100.1
            rightmost untrusted wins  | two  | 10.1.1.1    | X-Forwarded-For | 192.0.2.66, 198.51.100.1, 10.2.2.2     | 198.51.100.1
            with a port               | two  | 10.1.1.1    | X-Forwarded-For | 198.51.100.1:4711                      | 198.51.100.1
            IPv6 bare                 | two  | 10.1.1.1    | X-Forwarded-For | 2001:db8::7                            | 2001:db8::7
            IPv6 in brackets          | two  | 10.1.1.1    | X-Forwarded-For | [2001:db8::7]:443                      | 2001:db8::7
            trusted IPv6 peer         | two  | 2001:db8:ffff::1 | X-Forwarded-For | 198.51.100.1                      | 198.51.100.1
            a name is not looked up   | two  | 10.1.1.1    | X-Forwarded-For | localhost                              | 10.1.1.1
            a name behind an address  | two  | 10.1.1.1    | X-Forwarded-For | evil.example, 10.2.2.2                 | 10.2.2.2
            short forms are no address| two  | 10.1.1.1    | X-Forwarded-For | 127.1                                  | 10.1.1.1
            octal is no address       | two  | 10.1.1.1    | X-Forwarded-For | 0177.0.0.1                             | 10.1.1.1
            a zone is no address      | two  | 10.1.1.1    | X-Forwarded-For | fe80::1%eth0                           | 10.1.1.1
            empty                     | two  | 10.1.1.1    | X-Forwarded-For | ,                                      | 10.1.1.1
            a quote hides nothing     | two  | 10.1.1.1    | X-Forwarded-For | ", 198.51.100.1                        | 198.51.100.1
            a quote in a name         | two  | 10.1.1.1    | Forwarded       | ", for=198.51.100.1                    | 10.1.1.1
            RFC 7239                  | two  | 10.1.1.1    | Forwarded       | for=198.51.100.1;proto=https           | 198.51.100.1
            RFC 7239 §4 quoted IPv6      | two  | 10.1.1.1    | Forwarded       | For="[2001:db8::7]:443"                | 2001:db8::7
            RFC 7239 chain            | two  | 10.1.1.1    | Forwarded       | for=192.0.2.66, for=198.51.100.1, for=10.3.3.3 | 198.51.100.1
            RFC 7239 unknown          | two  | 10.1.1.1    | Forwarded       | for=unknown                            | 10.1.1.1
            RFC 7239 obfuscated       | two  | 10.1.1.1    | Forwarded       | for=_hidden                            | 10.1.1.1
            RFC 7239 comma in quotes  | two  | 10.1.1.1    | Forwarded       | for="1.2.3.4, for=9.9.9.9"             | 10.1.1.1
            RFC 7239 open quote       | two  | 10.1.1.1    | Forwarded       | for="1.2.3.4                           | 10.1.1.1
            RFC 7239 twice            | two  | 10.1.1.1    | Forwarded       | for=1.2.3.4;for=5.6.7.8                | 10.1.1.1
            RFC 7239 no pair          | two  | 10.1.1.1    | Forwarded       | 1.2.3.4                                | 10.1.1.1
            """)
    void T36_only_trusted_proxies_are_believed_and_only_literal_addresses(
            String what, String proxies, String peer, String header, String value, String client) throws Exception {
        Request seen = seen(
                proxies.equals("two") ? TWO : TrustedProxies.NONE, from(peer).header(header, value));

        assertThat(seen.peer().value()).as(what).isEqualTo(InetAddress.ofLiteral(client));
        assertThat(seen.headers().has(header)).as("the header goes no further").isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, https, false",
        "10.1.1.1, https, true",
        "10.1.1.1, http, false",
        "10.1.1.1, 'https, http', false",
        "10.1.1.1, 'http, HTTPS', true",
    })
    void T36_a_secure_connection_is_believed_from_trusted_proxies_only(String peer, String proto, boolean secure) {
        Request request = from(peer).header("X-Forwarded-For", "198.51.100.1").header("X-Forwarded-Proto", proto);

        assertThat(seen(TWO, request).secure()).isEqualTo(secure);
    }

    @ParameterizedTest
    @CsvSource({"for=198.51.100.1, 198.51.100.1, 198.51.100.1", "for=192.0.2.66, 198.51.100.1, 10.1.1.1"})
    void T36_two_kinds_of_header_that_disagree_are_not_believed(String forwarded, String custom, String client) {
        Request request = from("10.1.1.1").header("Forwarded", forwarded).header("X-Forwarded-For", custom);

        assertThat(seen(TWO, request).peer().value()).isEqualTo(InetAddress.ofLiteral(client));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "10.0.0.1/8",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "300.1.1.1",
                "",
                "*",
                "::/129",
                "2001:db8::1/32",
                "fe80::1%eth0"
            })
    void T36_a_range_that_could_be_read_differently_is_a_mistake(String text) {
        assertThatThrownBy(() -> AddressRange.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-User",
                "x_user",
                "X_User",
                "X-User-Id",
                "x_user_email",
                "X-Auth-Request-User",
                "X_AUTH_REQUEST_EMAIL",
                "x-authenticated-user",
                "Remote-User",
                "REMOTE_USER",
                "remote.user",
                "X-Remote-User",
                "X-Real-IP",
                "x_real_ip",
                "X-Forwarded-User",
                "X_Forwarded_For",
                "x-forwarded_host",
                "Forwarded",
                "True-Client-IP",
                "CF-Connecting-IP",
                "X-Original-URL",
                "X-Rewrite-URL",
                "X-HTTP-Method-Override",
                "X-SSL-Client-Cert",
                "Client-Cert",
                "client_cert",
                "Client.Cert",
                "CLIENT-CERT-CHAIN",
                "X-Client-Cert",
                "X-Forwarded-Client-Cert",
                "X-TLS-Client-Cert",
                "X-ARR-ClientCert",
                "X-Amzn-Mtls-Clientcert",
                "X-Request-Id",
                "Content_Length",
                "content.type"
            })
    void T37_claims_of_identity_or_origin_go_no_further_in_any_spelling(String name) {
        assertThat(seen(TrustedProxies.NONE, from("203.0.113.9").header(name, "admin"))
                        .headers()
                        .count())
                .isZero();
        assertThat(seen(TWO, from("10.1.1.1").header(name, "admin")).headers().count())
                .as("not from a trusted proxy either")
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "Keep-Alive",
                "Proxy-Connection",
                "Proxy-Authorization",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade"
            })
    void T37_fields_of_one_connection_go_no_further(String name) {
        assertThat(seen(TrustedProxies.NONE, from("203.0.113.9").header(name, "x"))
                        .headers()
                        .count())
                .as("RFC 9110 §7.6.1")
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"x-custom, false", "host, true", "content-length, true"})
    void T37_connection_takes_along_what_it_names_but_not_the_frame(String name, boolean stays) {
        Request request = from("203.0.113.9").header(name, "1").header("Connection", "close, " + name);

        assertThat(seen(TrustedProxies.NONE, request).headers().has(name)).isEqualTo(stays);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "Cookie", "X-CSRF-Token", "Content-Type", "Origin", "DPoP", "If-Match"})
    void T37_what_a_client_may_say_stays(String name) {
        assertThat(seen(TrustedProxies.NONE, from("203.0.113.9").header(name, "v"))
                        .headers()
                        .first(name))
                .contains("v");
    }
}
