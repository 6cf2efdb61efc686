package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.HIGH;
import static dev.sallyport.app.doctor.Severity.LOW;
import static dev.sallyport.app.doctor.Severity.MEDIUM;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** How the endpoints of an authorization server answer who proves nothing. */
final class EndpointsCheck implements Check {
    private static final Fault BY_GET = Fault.of(
            "token-by-get",
            MEDIUM,
            "The token endpoint answers GET, so secrets and tokens end up in addresses and logs.",
            "take POST only at the token endpoint",
            "RFC 6749 §3.2");
    private static final Fault CACHEABLE = Fault.of(
            "token-cacheable",
            MEDIUM,
            "Answers of the token endpoint may be kept by caches on the way.",
            "Cache-Control: no-store",
            "RFC 6749 §5.1");
    private static final Fault NO_REASON = Fault.of(
            "token-error-unclear",
            LOW,
            "Clients cannot tell why they were refused; a wrong answer is taken for a broken server.",
            "answer 400 or 401 with a JSON object that has error",
            "RFC 6749 §5.2");
    private static final Fault OPEN_TO_ALL = Fault.of(
            "endpoint-unguarded",
            HIGH,
            "An endpoint for clients or bearers tells its answers to whoever asks.",
            "demand a client's proof, or a token, before anything is answered",
            "RFC 7662 §2.1, RFC 6750 §3.1");
    private static final Fault REGISTRATION = Fault.of(
                    "registration-open",
                    LOW,
                    "Every stranger can register a client, up to whatever the server stores.",
                    "demand an initial access token for registration",
                    "RFC 7591 §5")
            .here("registration: { clients: token }");

    private static final Map<String, String> FORM = Map.of("Content-Type", "application/x-www-form-urlencoded");

    @Override
    public String name() {
        return "endpoints";
    }

    @Override
    public List<Fault> faults() {
        return List.of(BY_GET, CACHEABLE, NO_REASON, OPEN_TO_ALL, REGISTRATION);
    }

    @Override
    public Verdict examine(Site site) throws IOException {
        if (site.metadata().isEmpty()) {
            return new Verdict.NotApplicable("no metadata of an authorization server lies under " + site.url());
        }
        JsonNode metadata = site.metadata().get();
        List<Finding> findings = new ArrayList<>();
        Optional<String> token = path(site, metadata, "token_endpoint");
        if (token.isPresent()) {
            token(site, token.get(), findings);
        }
        guarded(site, path(site, metadata, "introspection_endpoint"), "POST", "token=doctor", findings);
        guarded(site, path(site, metadata, "userinfo_endpoint"), "GET", "", findings);
        Optional<String> registration = path(site, metadata, "registration_endpoint");
        if (registration.isPresent()) {
            registration(site, registration.get(), findings);
        }
        return new Verdict.Examined(findings);
    }

    private static Optional<String> path(Site site, JsonNode metadata, String member) throws IOException {
        String address = Site.text(metadata, member);
        return address.startsWith(site.origin() + "/")
                ? Optional.of(Site.target(Site.address(address)))
                : Optional.empty();
    }

    private static void token(Site site, String path, List<Finding> findings) throws IOException {
        Answer get = site.get(path + "?grant_type=client_credentials&client_id=doctor&client_secret=doctor");
        if (get.isGood() || Site.json(get).map(error -> error.has("error")).orElse(false)) {
            findings.add(BY_GET.at(get, "GET was answered " + get.status()));
        }
        Answer post = site.ask("POST", path, FORM, "grant_type=authorization_code&code=doctor&client_id=doctor");
        boolean clear = (post.status() == 400 || post.status() == 401)
                && Site.json(post).map(error -> error.has("error")).orElse(false);
        if (!clear && !post.isLimited()) {
            findings.add(NO_REASON.at(post, post.status() + " " + post.header("content-type")));
        }
        if (!post.header("cache-control").contains("no-store")) {
            findings.add(CACHEABLE.at(post, "Cache-Control: " + post.header("cache-control")));
        }
    }

    private static void guarded(Site site, Optional<String> path, String method, String body, List<Finding> findings)
            throws IOException {
        if (path.isPresent()) {
            Answer answer = site.ask(method, path.get(), body.isEmpty() ? Map.of() : FORM, body);
            if (answer.isGood()) {
                findings.add(OPEN_TO_ALL.at(answer, answer.status() + " without any proof"));
            }
        }
    }

    /** Half an object, which no server can make a client of. Who looks at it before asking for a token says 400. */
    private static void registration(Site site, String path, List<Finding> findings) throws IOException {
        Answer answer = site.ask("POST", path, Map.of("Content-Type", "application/json"), "{");
        if (answer.status() == 400) {
            findings.add(REGISTRATION.at(answer, "a registration without a token was looked at: 400"));
        }
    }
}
