package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.LOW;
import static dev.sallyport.app.doctor.Severity.MEDIUM;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Methods that should not work, and fields that must not change the method. */
final class MethodsCheck implements Check {
    private static final Fault TRACE = Fault.of(
            "trace-answered",
            MEDIUM,
            "TRACE sends the request back with its cookies and tokens, and with what proxies added.",
            "answer TRACE with 405",
            "RFC 9110 §9.3.8");
    private static final Fault UNKNOWN = Fault.of(
            "unknown-method-answered",
            LOW,
            "A method that does not exist is answered like GET: rules that name methods are passed by.",
            "answer unknown methods with 501",
            "RFC 9110 §9.1, T39");
    private static final Fault OVERRIDE = Fault.of(
            "method-override",
            MEDIUM,
            "A header field changes the method, so a harmless request becomes a change behind the proxy's back.",
            "ignore X-HTTP-Method-Override and its like",
            "T37, T39");

    @Override
    public String name() {
        return "methods";
    }

    @Override
    public List<Fault> faults() {
        return List.of(TRACE, UNKNOWN, OVERRIDE);
    }

    @Override
    public Verdict examine(Site site) throws IOException {
        List<Finding> findings = new ArrayList<>();
        String where = site.origin() + "/";
        String rest = " / HTTP/1.1\r\nHost: " + site.authority() + "\r\nX-Doctor: here\r\nConnection: close\r\n\r\n";
        RawAnswer trace = site.raw("TRACE" + rest);
        if (trace instanceof RawAnswer.Answered answer && answer.status() == 200 && answer.says("x-doctor: here")) {
            findings.add(TRACE.at("TRACE " + where, "the request came back"));
        }
        RawAnswer unknown = site.raw("DOCTOR" + rest);
        if (unknown instanceof RawAnswer.Answered(int status, String text) && status < 400) {
            findings.add(UNKNOWN.at("DOCTOR " + where, unknown.told()));
        }
        Answer plain = site.get("/");
        for (String field : List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
            Answer changed = site.get("/", Map.of(field, "DOCTOR"));
            if (changed.status() != plain.status() && !changed.isLimited()) {
                findings.add(OVERRIDE.at(changed, field + " turned " + plain.status() + " into " + changed.status()));
            }
        }
        return new Verdict.Examined(findings);
    }
}
