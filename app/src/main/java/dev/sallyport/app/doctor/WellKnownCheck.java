package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.INFO;
import static dev.sallyport.app.doctor.Severity.LOW;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The addresses where finders of holes, and password managers, look first. */
final class WellKnownCheck implements Check {
    private static final Fault NO_CONTACT = Fault.of(
            "security-txt-missing",
            INFO,
            "Who finds a hole does not find you.",
            "serve /.well-known/security.txt with Contact and Expires",
            "RFC 9116 §3");
    private static final Fault OUTDATED = Fault.of(
            "security-txt-outdated",
            LOW,
            "The contact for holes has run out, or does not say until when it is good.",
            "set Expires of security.txt to less than a year from now",
            "RFC 9116 §2.5.5");
    private static final Fault NO_CHANGE = Fault.of(
            "change-password-missing",
            INFO,
            "Password managers cannot lead people to where a leaked password is changed.",
            "redirect /.well-known/change-password to the page",
            "Well-Known URL for Changing Passwords §2");

    private static final Pattern EXPIRES = Pattern.compile("(?im)^Expires:\\s*(\\S+)\\s*$");

    @Override
    public String name() {
        return "well-known";
    }

    @Override
    public List<Fault> faults() {
        return List.of(NO_CONTACT, OUTDATED, NO_CHANGE);
    }

    @Override
    public Verdict examine(Site site) throws IOException {
        List<Finding> findings = new ArrayList<>();
        Answer security = site.get("/.well-known/security.txt");
        if (!security.isGood() || !security.body().contains("Contact:")) {
            findings.add(NO_CONTACT.at(security, Integer.toString(security.status())));
        } else if (!isFresh(site, security)) {
            findings.add(OUTDATED.at(security, security.body()));
        }
        Answer change = site.get("/.well-known/change-password");
        if (!change.isGood() && !change.isRedirect()) {
            findings.add(NO_CHANGE.at(change, Integer.toString(change.status())));
        }
        return new Verdict.Examined(findings);
    }

    private static boolean isFresh(Site site, Answer security) {
        var match = EXPIRES.matcher(security.body());
        try {
            return match.find()
                    && OffsetDateTime.parse(match.group(1)).toInstant().isAfter(site.now());
        } catch (DateTimeException noTime) {
            return false;
        }
    }
}
