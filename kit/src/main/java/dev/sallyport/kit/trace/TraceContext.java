package dev.sallyport.kit.trace;

import dev.sallyport.domain.Spec;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which span of which trace, as it travels between processes.
 *
 * @param high the first half of the trace's id
 * @param low its second half; not both are 0
 * @param span the span's id; not 0
 * @param sampled whether the spans of the trace are kept
 */
public record TraceContext(long high, long low, long span, boolean sampled) {
    /** The header field that carries it (W3C Trace Context §3.2). */
    public static final String FIELD = "traceparent";

    /** What other vendors say beside it; it belongs to the trace that it came with (W3C Trace Context §3.3). */
    public static final String STATE_FIELD = "tracestate";

    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern FORM = Pattern.compile(
            "(?<version>[0-9a-f]{2})-(?<high>[0-9a-f]{16})(?<low>[0-9a-f]{16})-(?<span>[0-9a-f]{16})-(?<flags>[0-9a-f]{2})(?<more>-.*)?");
    private static final int SAMPLED = 1;

    /** 32 hexadecimal digits in lower case. */
    public String traceId() {
        return HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }

    /** 16 hexadecimal digits in lower case. */
    public String spanId() {
        return HEX.toHexDigits(span);
    }

    /** The value of {@link #FIELD}, version 00. */
    @Spec("W3C Trace Context §3.2")
    public String toField() {
        return "00-" + traceId() + "-" + spanId() + (sampled ? "-01" : "-00");
    }

    /** What a field says; empty where that is nothing, or not in the form of its version, so that a new trace begins. */
    @Spec("W3C Trace Context §3.2")
    public static Optional<TraceContext> parse(String field) {
        Matcher form = FORM.matcher(field);
        if (!form.matches()
                || form.group("version").equals("ff")
                || (form.group("version").equals("00") && form.group("more") != null)) {
            return Optional.empty();
        }
        var said = new TraceContext(
                HexFormat.fromHexDigitsToLong(form.group("high")),
                HexFormat.fromHexDigitsToLong(form.group("low")),
                HexFormat.fromHexDigitsToLong(form.group("span")),
                (HexFormat.fromHexDigits(form.group("flags")) & SAMPLED) != 0);
        boolean none = (said.high() | said.low()) == 0 || said.span() == 0;
        return none ? Optional.empty() : Optional.of(said);
    }
}
