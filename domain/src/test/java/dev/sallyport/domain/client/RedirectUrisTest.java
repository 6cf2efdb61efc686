package dev.sallyport.domain.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where answers may go: one parser, exact texts, schemes from an allow-list. */
class RedirectUrisTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        RFC 6749 §3.1.2 absolute           | https://app.example.org/callback
        RFC 6749 §3.1.2 a query may stay   | https://app.example.org/callback?from=door
        RFC 8252 §7.1 a scheme of its own  | org.example.app:/callback
        RFC 8252 §7.3 IPv4 loopback        | http://127.0.0.1/callback
        RFC 8252 §7.3 IPv6 loopback        | http://[::1]:4711/callback
        this machine by name               | http://localhost:3000/callback
        """)
    void what_will_do(String why, String uri) {
        assertThat(RedirectUris.objection(uri)).as(why).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        RFC 6749 §3.1.2 relative           | /callback                              | absolute
        RFC 6749 §3.1.2 fragment           | https://app.example.org/callback#here  | fragment
        T01 user name                      | https://bank@app.example.org/callback  | user name
        T01 wildcard                       | https://*.example.org/callback         | wildcard
        T01 wildcard in the path           | https://app.example.org/*              | wildcard
        T01 backslash                      | https://app.example.org\\@evil.example | not a URI
        T01 no host                        | https:///callback                      | host
        T02 script                         | javascript:alert(1)                    | scheme
        T02 script in capitals             | JavaScript:alert(1)                    | small letters
        T02 data                           | data:text/html,hello                   | scheme
        T02 a file                         | file:///etc/passwd                     | scheme
        RFC 8252 §7.1 a scheme without dot | myapp:/callback                        | scheme
        RFC 8252 §7.1 not a path           | org.example.app:callback               | scheme
        RFC 8252 §7.3 plain http elsewhere | http://app.example.org/callback        | https
        RFC 8252 §7.3 loopback by prefix   | http://127.0.0.1.evil.example/callback | https
        """)
    void T01_T02_what_will_not_do(String why, String uri, String objection) {
        assertThat(RedirectUris.objection(uri))
                .as(why)
                .hasValueSatisfying(said -> assertThat(said).contains(objection));
    }
}
