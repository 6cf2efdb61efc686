package dev.sallyport.kit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** However bytes are cut on their way, they are read as the same requests, and what is ambiguous ends the reading. */
class StrictDecoderFuzzTest {
    @Provide
    Arbitrary<String> wire() {
        Arbitrary<String> pieces = Arbitraries.of(
                "GET / HTTP/1.1\r\n",
                "POST /a HTTP/1.1\r\n",
                "GET / HTTP/1.0\r\n",
                "Host: a\r\n",
                "Content-Length: 3\r\n",
                "Content-Length: 5\r\n",
                "Transfer-Encoding: chunked\r\n",
                "X: y\r\n",
                "\r\n",
                "\r\n\r\n",
                "\n",
                "\r",
                " ",
                "\t",
                ":",
                "abc",
                "3\r\nabc\r\n",
                "0\r\n\r\n",
                "\0",
                " folded\r\n",
                "X : y\r\n",
                "Content-Length: +3\r\n",
                "zz\r\n");
        return pieces.list().ofMaxSize(14).map(list -> "GET / HTTP/1.1\r\nHost: a\r\n" + String.join("", list));
    }

    /** What is read: heads with their fields, lengths of bodies, and where it was refused; nothing after that. */
    private static List<String> read(String wire, int cut) {
        var channel = new EmbeddedChannel(new StrictDecoder(8 * 1024));
        channel.writeInbound(Unpooled.copiedBuffer(wire.substring(0, cut), StandardCharsets.ISO_8859_1));
        channel.writeInbound(Unpooled.copiedBuffer(wire.substring(cut), StandardCharsets.ISO_8859_1));
        var seen = new ArrayList<String>();
        var body = new StringBuilder();
        for (HttpObject read = channel.readInbound(); read != null; read = channel.readInbound()) {
            if (read.decoderResult().isFailure()) {
                seen.add("refused");
                // How much of a body had been handed on when it broke off, the cut may decide.
                body.setLength(0);
                ReferenceCountUtil.release(read);
                break;
            }
            if (read instanceof HttpRequest request) {
                seen.add(body.toString());
                body.setLength(0);
                seen.add(request.method() + " " + request.uri() + " "
                        + request.headers().entries());
            }
            if (read instanceof HttpContent content) {
                body.append(content.content().toString(StandardCharsets.ISO_8859_1));
            }
            ReferenceCountUtil.release(read);
        }
        seen.add(body.toString());
        channel.finishAndReleaseAll();
        return seen;
    }

    @Property(tries = 2_000)
    void T40_where_the_bytes_are_cut_makes_no_difference(@ForAll("wire") String wire, @ForAll int anywhere) {
        List<String> whole = read(wire, wire.length());
        int cut = Math.floorMod(anywhere, wire.length() + 1);

        assertThat(read(wire, cut)).as("cut at %s", cut).isEqualTo(whole);
    }

    @Example
    void the_end_of_a_head_is_seen_where_half_a_blank_line_follows_it() {
        String wire = "GET / HTTP/1.1\r\nHost: a\r\n\r\n\r";
        assertThat(read(wire, wire.indexOf("\r\n\r\n") + 2)).isEqualTo(read(wire, wire.length()));
    }

    @Property(tries = 2_000)
    void T40_a_head_with_a_bare_line_end_or_a_folded_line_is_never_taken(@ForAll("wire") String wire) {
        int end = wire.indexOf("\r\n\r\n");
        String head = end < 0 ? wire : wire.substring(0, end + 4);
        boolean bare = head.replace("\r\n", "").matches("(?s).*[\r\n].*");
        boolean folded = head.contains("\r\n ") || head.contains("\r\n\t") || head.contains("\r\n:");
        if ((bare && !head.endsWith("\r")) || folded) {
            assertThat(read(wire, wire.length())).contains("refused");
        }
    }
}
