package dev.sallyport.kit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** W3C Trace Context §3.2: what is written, and what is taken. */
class TraceContextTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01          | true
        00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00          | false
        00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03          | true
        01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01          | true
        cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-and-more | true
        """)
    void what_is_in_the_form_of_its_version_is_taken(String field, boolean sampled) {
        TraceContext read = TraceContext.parse(field).orElseThrow();
        assertThat(read.traceId()).isEqualTo(TRACE);
        assertThat(read.spanId()).isEqualTo(SPAN);
        assertThat(read.sampled()).isEqualTo(sampled);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01x",
                " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            })
    void everything_else_begins_a_new_trace(String field) {
        assertThat(TraceContext.parse(field)).isEmpty();
    }

    @Test
    void what_is_written_is_read_again() {
        var context = new TraceContext(1, 2, 3, true);
        assertThat(context.toField()).isEqualTo("00-00000000000000010000000000000002-0000000000000003-01");
        assertThat(TraceContext.parse(context.toField())).contains(context);
        assertThat(new TraceContext(-1, -2, -3, false).toField())
                .isEqualTo("00-fffffffffffffffffffffffffffffffe-fffffffffffffffd-00");
    }
}
