package dev.sallyport.kit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a head says, what is taken has one frame and one host (RFC 9112 §3.2, §6.3). */
class FramingFuzzTest {
    /** What a head says that matters to its frame. */
    record Head(String method, HttpVersion version, List<Field> fields) {
        List<String> all(String name) {
            return fields.stream()
                    .filter(field -> field.name().equalsIgnoreCase(name))
                    .map(Field::value)
                    .toList();
        }

        HttpRequest request() {
            var request = new DefaultHttpRequest(
                    version,
                    HttpMethod.valueOf(method),
                    "/",
                    DefaultHttpHeadersFactory.headersFactory().withValidation(false));
            fields.forEach(field -> request.headers().add(field.name(), field.value()));
            return request;
        }
    }

    record Field(String name, String value) {}

    @Provide
    Arbitrary<Head> heads() {
        Arbitrary<String> lengths = Arbitraries.of("0", "5", "007", "+5", "-5", "5, 5", "5 5", "0x5", "", "1e1", "٥")
                .edgeCases(cases -> cases.add("9".repeat(18), "9".repeat(19)));
        Arbitrary<String> codings = Arbitraries.of(
                "chunked", "Chunked", "xchunked", "chunked, chunked", "gzip, chunked", "identity", "", "\"chunked\"");
        Arbitrary<String> hosts = Arbitraries.of(
                "a",
                "a:80",
                "",
                "a b",
                "a@b",
                "a/b",
                "a:",
                "a:x",
                "a:99999",
                "[::1]",
                "[::1]:80",
                "[::1",
                "[]",
                "a,b",
                "ä");
        Arbitrary<Field> field = Arbitraries.oneOf(
                lengths.map(value -> new Field("Content-Length", value)),
                codings.map(value -> new Field("transfer-encoding", value)),
                hosts.map(value -> new Field("HOST", value)),
                Arbitraries.of("100-continue", "100-CONTINUE", "x", "").map(value -> new Field("Expect", value)),
                Arbitraries.of("h2c", "websocket", "x, WebSocket").map(value -> new Field("Upgrade", value)),
                Arbitraries.just(new Field("Connection", "x, Upgrade")),
                Arbitraries.just(new Field("Content_Length", "5")));
        return Combinators.combine(
                        Arbitraries.of("GET", "POST", "get", "GE_T", "G1"),
                        Arbitraries.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1),
                        field.list().ofMaxSize(4),
                        Arbitraries.of(true, true, true, false))
                .as((method, version, fields, hosted) -> {
                    var all = new ArrayList<>(fields);
                    if (hosted) {
                        all.add(new Field("Host", "a.example"));
                    }
                    return new Head(method, version, all);
                });
    }

    @Property(tries = 4_000)
    void T40_what_is_taken_has_one_frame_and_one_host(@ForAll("heads") Head head) {
        if (Framing.objection(head.request()).isPresent()) {
            return;
        }
        List<String> lengths = head.all("content-length");
        List<String> codings = head.all("transfer-encoding");
        boolean old = head.version().equals(HttpVersion.HTTP_1_0);
        assertThat(head.method()).isIn("GET", "POST");
        assertThat(lengths.size() + codings.size()).isLessThan(2);
        assertThat(lengths).allMatch(length -> length.chars().allMatch(c -> c >= '0' && c <= '9') && !length.isEmpty());
        assertThat(codings).allMatch(coding -> coding.toLowerCase(Locale.ROOT).equals("chunked") && !old);
        assertThat(head.all("host")).hasSizeBetween(old ? 0 : 1, 1).allSatisfy(host -> {
            URI read = URI.create("http://" + host + "/");
            assertThat(read.getRawAuthority()).isEqualTo(host);
            assertThat(read.getHost()).isNotNull();
            assertThat(read.getRawUserInfo()).isNull();
        });
        assertThat(head.all("expect")).hasSizeLessThan(2).allMatch("100-continue"::equalsIgnoreCase);
        boolean opens = head.method().equals("GET")
                && !old
                && head.all("upgrade").equals(List.of("websocket"))
                && !head.all("connection").isEmpty();
        assertThat(opens).as("a WebSocket without a key").isFalse();
    }

    @Property(tries = 1_000)
    void T40_what_is_in_order_is_taken(@ForAll("heads") Head noise) {
        var fields = new ArrayList<Field>();
        fields.add(new Field("hOST", "a.example:8080"));
        noise.fields().stream()
                .filter(field -> field.name().equals("Content_Length"))
                .forEach(fields::add);
        fields.add(new Field(noise.fields().size() % 2 == 0 ? "content-length" : "X", "5"));
        assertThat(Framing.objection(new Head("PUT", HttpVersion.HTTP_1_1, fields).request()))
                .isEmpty();
    }
}
