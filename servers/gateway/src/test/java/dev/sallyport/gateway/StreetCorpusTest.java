package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.gateway.StreetCorpus.Entry;
import dev.sallyport.gateway.WitnessOrigin.Seen;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything of {@code street-corpus.txt}, sent as raw bytes: each is refused or harmless, and servers behind see exactly what they
 * should (RFC 9112 §3, RFC 9110 §15.6.6 and what the entries name). What comes to a server late fails the entry after, for nothing that arrives is forgotten.
 */
class StreetCorpusTest {
    private static final String NEXT = "GET /shop/next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})[^\r\n]*\r\n");

    private static WitnessOrigin witness;
    private static Street street;

    @BeforeAll
    static void open() throws Exception {
        witness = new WitnessOrigin();
        street = Street.open(new TestGates()
                .server("auth", witness.url())
                .server("resource", witness.url())
                .server("frontend", witness.url())
                .server("files", witness.url())
                .route("/shop/**", "\"none\"", witness.url())
                .route("/orders/**", "{\"scope\": \"orders\"}", witness.url())
                .open());
    }

    @AfterAll
    static void close() throws IOException {
        street.close();
        assertThat(witness.taken()).as("what came late").isEmpty();
        witness.close();
    }

    static Stream<Entry> frames() {
        return StreetCorpus.of("T40");
    }

    static Stream<Entry> paths() {
        return StreetCorpus.of("T38");
    }

    static Stream<Entry> claims() {
        return StreetCorpus.of("T37");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("frames")
    void T40_a_frame_is_read_in_one_way_or_refused(Entry entry) throws IOException {
        meet(entry);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("paths")
    void T38_a_path_is_read_in_one_way_or_refused(Entry entry) throws IOException {
        meet(entry);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("claims")
    void T37_a_claim_of_a_client_reaches_no_server(Entry entry) throws IOException {
        meet(entry);
    }

    @Test
    void the_corpus_is_read_to_its_end() {
        assertThat(StreetCorpus.all())
                .hasSizeGreaterThan(150)
                .extracting(Entry::name)
                .doesNotHaveDuplicates();
        assertThat(Stream.of(frames(), paths(), claims())
                        .mapToLong(Stream::count)
                        .sum())
                .isEqualTo(StreetCorpus.all().size());
    }

    private static void meet(Entry entry) throws IOException {
        String answers;
        try (var client = new RawClient(street.port())) {
            answers = client.send(entry.sent() + NEXT).untilClosed();
        }
        List<Seen> seen = witness.taken();
        if (entry.isCut()) {
            assertThat(STATUS.matcher(answers).results())
                    .as(answers)
                    .noneMatch(m -> m.group(1).startsWith("2"));
            assertThat(seen).noneMatch(Seen::whole).hasSizeLessThan(2);
            return;
        }
        List<String> statuses =
                STATUS.matcher(answers).results().map(m -> m.group(1)).toList();
        List<String> own = entry.isFollowed() ? statuses.subList(0, Math.max(0, statuses.size() - 1)) : statuses;
        assertThat(own).as(answers).isEqualTo(entry.statuses());
        var expected = Stream.of(
                        entry.seen().isEmpty() ? Stream.<Seen>empty() : Stream.of(saw(entry.seen(), entry.body())),
                        entry.isFollowed()
                                ? Stream.of(saw(List.of("GET /shop/next HTTP/1.1"), ""))
                                : Stream.<Seen>empty())
                .flatMap(s -> s)
                .toList();
        assertThat(seen.stream()
                        .map(one ->
                                new Seen(StreetCorpus.head(one.head(), witness.authority()), one.body(), one.whole())))
                .containsExactlyElementsOf(expected);
        assertThat(answers.endsWith("\r\n\r\nok")).as(answers).isEqualTo(!expected.isEmpty());
    }

    private static Seen saw(List<String> head, String body) {
        return new Seen(StreetCorpus.whole(head), body, true);
    }
}
