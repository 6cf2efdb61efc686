package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.HIGH;
import static dev.sallyport.app.doctor.Severity.MEDIUM;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Requests whose end two servers could see at different places: each must be refused (T40). */
final class FramingCheck implements Check {
    private static final String MEND =
            "answer 400 and close the connection; in a proxy in front, do not mend such requests";
    private static final Fault AMBIGUOUS = Fault.of(
            "framing-ambiguous",
            HIGH,
            "Where the request ends is a matter of opinion: a second one can be smuggled in, in somebody else's name.",
            MEND,
            "RFC 9112 §6.3, T40");
    private static final Fault LOOSE = Fault.of(
            "fields-read-loosely",
            MEDIUM,
            "A malformed header field is taken: a server before or behind may read another one.",
            MEND,
            "RFC 9112 §5.1, RFC 9112 §5.2, T40");

    private record Case(Fault fault, String what, String fields, String body) {}

    private static final List<Case> CASES = List.of(
            new Case(AMBIGUOUS, "two lengths", "Content-Length: 0\r\nContent-Length: 5\r\n", "hello"),
            new Case(AMBIGUOUS, "a list of lengths", "Content-Length: 0, 5\r\n", "hello"),
            new Case(AMBIGUOUS, "a length with a sign", "Content-Length: +0\r\n", ""),
            new Case(
                    AMBIGUOUS, "length and chunks", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
            new Case(AMBIGUOUS, "an unknown coding", "Transfer-Encoding: doctor, chunked\r\n", "0\r\n\r\n"),
            new Case(AMBIGUOUS, "chunked twice", "Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"),
            new Case(AMBIGUOUS, "a chunk without a number", "Transfer-Encoding: chunked\r\n", "zz\r\n\r\n"),
            new Case(LOOSE, "a space before the colon", "Content-Length : 0\r\n", ""),
            new Case(LOOSE, "a folded field", "X-Doctor: a\r\n b\r\n", ""),
            new Case(LOOSE, "a field without a name", ": a\r\n", ""));

    @Override
    public String name() {
        return "framing";
    }

    @Override
    public List<Fault> faults() {
        return List.of(AMBIGUOUS, LOOSE);
    }

    @Override
    public Verdict examine(Site site) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Case odd : CASES) {
            RawAnswer answer = site.raw(
                    "POST / HTTP/1.1\r\nHost: " + site.authority() + "\r\n" + odd.fields() + "\r\n" + odd.body());
            if (!isRefused(answer)) {
                findings.add(odd.fault().at("POST " + site.origin() + "/", odd.what() + ": " + answer.told()));
            }
        }
        return new Verdict.Examined(findings);
    }

    /** 405 or 404 is no refusal of the framing: somebody has read the request and gone on. */
    private static boolean isRefused(RawAnswer answer) {
        return switch (answer) {
            case RawAnswer.Answered(int status, String text) -> status == 400 || status == 411 || status >= 500;
            case RawAnswer.Closed() -> true;
            case RawAnswer.Silent() -> false;
        };
    }
}
