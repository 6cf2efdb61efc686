package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.HIGH;
import static dev.sallyport.app.doctor.Severity.MEDIUM;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Whether a link to this site can be made to lead to another one. */
final class RedirectsCheck implements Check {
    private static final Fault OPEN = Fault.of(
            "open-redirect",
            MEDIUM,
            "A link with this site's name leads wherever its author likes: good for phishing, and for taking codes away.",
            "redirect to paths of your own only, or to a list of exact addresses",
            "RFC 9700 §4.11, T03");
    private static final Fault AUTHORIZE = Fault.of(
            "authorize-redirects-strangers",
            HIGH,
            "The authorization endpoint redirects to an address that no client has registered.",
            "show an error page where client_id or redirect_uri is unknown; never redirect there",
            "RFC 6749 §4.1.2.1, RFC 9700 §4.11.2, T01");
    private static final Fault SIGN_OUT = Fault.of(
            "logout-redirects-strangers",
            MEDIUM,
            "Signing out leads to an address that no client has registered.",
            "follow post_logout_redirect_uri only where it is registered",
            "OpenID Connect RP-Initiated Logout §3, T03");

    private static final List<String> PARAMETERS = List.of(
            "next",
            "url",
            "return",
            "return_to",
            "returnTo",
            "returnUrl",
            "redirect",
            "redirect_uri",
            "continue",
            "rd");
    private static final List<String> PATHS = List.of("/login", "/logout", "/sign-in");
    private static final Pattern ABROAD = Pattern.compile("(?i)\\A(?:https?:)?[/\\\\]{2,}doctor\\.example.*");

    @Override
    public String name() {
        return "redirects";
    }

    @Override
    public List<Fault> faults() {
        return List.of(OPEN, AUTHORIZE, SIGN_OUT);
    }

    @Override
    public Verdict examine(Site site) throws IOException {
        List<Finding> findings = new ArrayList<>();
        String stranger = URLEncoder.encode(Site.STRANGER + "/", StandardCharsets.UTF_8);
        String all = String.join(
                "&", PARAMETERS.stream().map(name -> name + "=" + stranger).toList());
        List<String> paths = new ArrayList<>(List.of(site.home().url().getRawPath()));
        paths.addAll(PATHS);
        for (String path : paths) {
            led(site.get(path + "?" + all), OPEN, findings);
        }
        raw(site, findings);
        if (site.metadata().isPresent()) {
            JsonNode metadata = site.metadata().get();
            endpoint(
                            site,
                            metadata,
                            "authorization_endpoint",
                            "client_id=doctor&response_type=code&redirect_uri=" + stranger)
                    .ifPresent(answer -> led(answer, AUTHORIZE, findings));
            endpoint(site, metadata, "end_session_endpoint", "post_logout_redirect_uri=" + stranger)
                    .ifPresent(answer -> led(answer, SIGN_OUT, findings));
        }
        return new Verdict.Examined(findings);
    }

    /** Paths that a server mending slashes may take for a host. */
    private static void raw(Site site, List<Finding> findings) throws IOException {
        for (String path : List.of("//doctor.example/%2e%2e", "/%5cdoctor.example/..", "//doctor.example")) {
            RawAnswer answer = site.raw(
                    "GET " + path + " HTTP/1.1\r\nHost: " + site.authority() + "\r\nConnection: close\r\n\r\n");
            if (answer instanceof RawAnswer.Answered(int status, String text)
                    && status >= 300
                    && status < 400
                    && text.lines()
                            .filter(line ->
                                    line.toLowerCase(java.util.Locale.ROOT).startsWith("location:"))
                            .anyMatch(line -> isAbroad(
                                    line.substring("location:".length()).strip()))) {
                findings.add(OPEN.at("GET " + site.origin() + path, answer.told()));
            }
        }
    }

    private static Optional<Answer> endpoint(Site site, JsonNode metadata, String member, String query)
            throws IOException {
        String address = Site.text(metadata, member);
        return address.startsWith(site.origin() + "/")
                ? Optional.of(
                        site.get(Site.target(Site.address(address + (address.contains("?") ? "&" : "?") + query))))
                : Optional.empty();
    }

    private static void led(Answer answer, Fault fault, List<Finding> findings) {
        if (answer.isRedirect() && isAbroad(answer.header("location"))) {
            findings.add(fault.at(answer, answer.status() + " to " + answer.header("location")));
        }
    }

    private static boolean isAbroad(String location) {
        return ABROAD.matcher(location).matches();
    }
}
