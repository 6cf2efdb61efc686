package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** A client writes what it likes; what a proxy wrote after it stays what the proxy wrote. */
class ForwardedElementFuzzTest {
    private static final ForwardedElement PROXYS = new ForwardedElement("198.51.100.1", "https");

    /** What a client may send, mostly of signs that mean something in these fields. */
    @Provide
    Arbitrary<String> nasty() {
        Arbitrary<String> pieces = Arbitraries.of(
                "for=",
                "FOR =",
                "proto=",
                "by=",
                "host=",
                "x=",
                "\"",
                "\\",
                "\\\"",
                ",",
                ";",
                "=",
                " ",
                "\t",
                "[",
                "]",
                "1.2.3.4",
                "[2001:db8::7]",
                ":443",
                "unknown",
                "_x",
                "https",
                "ä");
        return Arbitraries.oneOf(
                pieces.list().ofMaxSize(14).map(list -> String.join("", list)),
                Arbitraries.of(",", "for=1.2.3.4,", "for=\"x\",").map(many -> many.repeat(60)),
                Arbitraries.strings().ofMaxLength(30));
    }

    @Provide
    Arbitrary<String> nodes() {
        return Arbitraries.of(
                "1.2.3.4",
                "1.2.3.4:80",
                "[2001:db8::7]",
                "[2001:db8::7]:443",
                "unknown",
                "_x",
                "a,b",
                "a;for=b",
                "a=b",
                "");
    }

    @Property(tries = 3_000)
    void T36_what_a_proxy_appends_is_the_last_or_nothing_is_believed(@ForAll("nasty") String clients) {
        for (String appended : List.of(
                "for=198.51.100.1;proto=https",
                "For=\"198.51.100.1\";Proto=HTTPS",
                "by=_me;for=198.51.100.1;host=\"a\";proto=https")) {
            List<List<String>> ways = List.of(List.of(clients, appended), List.of(clients + ", " + appended));
            for (List<String> fields : ways) {
                Optional<List<ForwardedElement>> read = ForwardedElement.ofForwarded(fields);
                assertThat(read.map(List::getLast).orElse(PROXYS)).isEqualTo(PROXYS);
                assertThat(read.orElse(List.of())).hasSizeLessThanOrEqualTo(32);
            }
        }
    }

    @Property(tries = 3_000)
    void T36_nothing_that_a_client_sends_hides_the_address_that_a_proxy_appends(
            @ForAll("nasty") String clients, @ForAll("nasty") String scheme) {
        for (List<String> fields : List.of(List.of(clients, "198.51.100.1"), List.of(clients + ", 198.51.100.1"))) {
            List<ForwardedElement> read = ForwardedElement.ofForwardedFor(fields, List.of(scheme, "https"));
            assertThat(read.getLast()).isEqualTo(PROXYS);
            assertThat(read).hasSizeLessThanOrEqualTo(32);
        }
    }

    @Property(tries = 1_000)
    void RFC_7239_4_elements_come_back_as_they_were_written(
            @ForAll @Size(min = 1, max = 32) List<@From("nodes") String> nodes, @ForAll boolean capitals) {
        String field = nodes.stream()
                .map(node -> "for=\"" + node + "\" ; proto=http")
                .map(element -> capitals ? element.replace("for=\"", "FOR=\"").replace("http", "HTTP") : element)
                .collect(Collectors.joining(" , "));
        List<ForwardedElement> written =
                nodes.stream().map(node -> new ForwardedElement(node, "http")).toList();

        assertThat(ForwardedElement.ofForwarded(List.of(field))).contains(written);
        assertThat(ForwardedElement.ofForwarded(List.of(field.toLowerCase(Locale.ROOT))))
                .contains(written);
    }
}
