package dev.sallyport.kit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where frames end, however the bytes come. */
class FrameEdgesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        nothing yet                      | ''                       | true  | false
        RFC 6455 §5.2 half a head        | 81                       | false | false
        an empty frame                   | 8100                     | true  | false
        RFC 6455 §5.7 unmasked Hello     | 810548656c6c6f           | true  | false
        all but its end                  | 810548656c6c             | false | false
        RFC 6455 §5.7 masked Hello       | 818537fa213d7f9f4d5158   | true  | false
        a mask and no payload            | 818037fa213d             | true  | false
        half a mask                      | 818037fa                 | false | false
        two frames                       | 81016181016b             | true  | false
        a fragment                       | 010361626380026465       | true  | false
        a close frame                    | 880203e8                 | true  | true
        a close frame under way          | 880203                   | false | true
        16 bits of length                | 82fe000200000000aabb     | true  | false
        64 bits of length                | 827f0000000000000001cc   | true  | false
        RFC 6455 §5.2 a length too long  | 827fffffffffffffffff     | false | false
        """)
    void an_edge_is_where_a_frame_is_whole(String what, String hex, boolean edge, boolean closing) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        var atOnce = new FrameEdges();
        atOnce.passed(Unpooled.wrappedBuffer(bytes));
        var byBytes = new FrameEdges();
        for (byte b : bytes) {
            byBytes.passed(Unpooled.wrappedBuffer(new byte[] {b}));
        }
        assertThat(atOnce.isAtEdge()).isEqualTo(edge).isEqualTo(byBytes.isAtEdge());
        assertThat(atOnce.isClosing()).isEqualTo(closing).isEqualTo(byBytes.isClosing());
    }
}
