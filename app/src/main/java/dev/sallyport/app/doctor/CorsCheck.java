package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.HIGH;
import static dev.sallyport.app.doctor.Severity.LOW;
import static dev.sallyport.app.doctor.Severity.MEDIUM;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Which other sites may read the answers (L10). */
final class CorsCheck implements Check {
    private static final String LISTED = "cors: { allow: [https://app.example.org] }";
    private static final Fault ANYBODY = Fault.of(
                    "cors-any-origin",
                    HIGH,
                    "Every site may read, in the name of whoever visits it, what this address answers.",
                    "Access-Control-Allow-Origin: one of a list of exact origins, else no such field",
                    "L10, RFC 9700 §2.6")
            .here(LISTED);
    private static final Fault NULL = Fault.of(
                    "cors-null-origin",
                    HIGH,
                    "The origin null is allowed, which every site can have by a sandboxed frame.",
                    "take null out of the allowed origins",
                    "L10, Fetch §3.3")
            .here(LISTED);
    private static final Fault LOOKALIKE = Fault.of(
                    "cors-lookalike-origin",
                    HIGH,
                    "Origins are compared by a beginning or an end, so a name that somebody registers is let in.",
                    "compare the whole origin",
                    "L10, T03")
            .here(LISTED);
    private static final Fault REFLECTED = Fault.of(
                    "cors-origin-reflected",
                    MEDIUM,
                    "Every origin is named back as allowed; one field more and each of them reads with credentials.",
                    "answer with Access-Control-Allow-Origin: * where all is public, else for listed origins only",
                    "L10")
            .here(LISTED);
    private static final Fault NO_VARY = Fault.of(
            "cors-vary-missing",
            LOW,
            "A cache may hand one origin's permission to another.",
            "Vary: Origin",
            "Fetch §3.3");

    @Override
    public String name() {
        return "cors";
    }

    @Override
    public List<Fault> faults() {
        return List.of(ANYBODY, NULL, LOOKALIKE, REFLECTED, NO_VARY);
    }

    @Override
    public Verdict examine(Site site) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (String path : paths(site)) {
            for (String method : List.of("GET", "OPTIONS")) {
                stranger(site, method, path, findings);
            }
            if (permission(site, "GET", path, "null") instanceof Permission.Given(Answer answer, var credentials)) {
                findings.add(NULL.at(answer, "Access-Control-Allow-Origin: null"));
            }
            for (String origin :
                    List.of(site.origin() + ".doctor.example", site.url().getScheme() + "://doctor" + site.host())) {
                if (permission(site, "GET", path, origin) instanceof Permission.Given(Answer answer, var credentials)
                        && findings.stream().noneMatch(f -> f.where().equals(answer.where()))) {
                    findings.add(LOOKALIKE.at(answer, origin + " is allowed"));
                }
            }
        }
        return new Verdict.Examined(findings);
    }

    private static Set<String> paths(Site site) throws IOException {
        Set<String> paths = new LinkedHashSet<>(List.of(Site.target(site.url())));
        if (site.isOurs()) {
            paths.addAll(List.of("/v1/auth/me", "/web/v1/auth/me"));
        }
        if (site.metadata().isPresent()) {
            JsonNode metadata = site.metadata().get();
            for (String member : List.of("token_endpoint", "userinfo_endpoint")) {
                String address = Site.text(metadata, member);
                if (address.startsWith(site.origin() + "/")) {
                    paths.add(Site.target(Site.address(address)));
                }
            }
        }
        return paths;
    }

    private static void stranger(Site site, String method, String path, List<Finding> findings) throws IOException {
        switch (permission(site, method, path, Site.STRANGER)) {
            case Permission.Given(Answer answer, boolean credentials) -> {
                String seen = "Access-Control-Allow-Origin: " + answer.header("access-control-allow-origin")
                        + (credentials ? " with credentials" : "");
                findings.add((credentials ? ANYBODY : REFLECTED).at(answer, seen));
                if (!answer.header("vary").toLowerCase(Locale.ROOT).contains("origin")
                        && !answer.header("vary").contains("*")) {
                    findings.add(NO_VARY.at(answer, "no Vary: Origin"));
                }
            }
            case Permission.Refused() -> {}
        }
    }

    private sealed interface Permission {
        record Given(Answer answer, boolean credentials) implements Permission {}

        record Refused() implements Permission {}
    }

    private static Permission permission(Site site, String method, String path, String origin) throws IOException {
        Map<String, String> headers = method.equals("OPTIONS")
                ? Map.of("Origin", origin, "Access-Control-Request-Method", "POST")
                : Map.of("Origin", origin);
        Answer answer = site.ask(method, path, headers, "");
        boolean credentials = answer.header("access-control-allow-credentials").equalsIgnoreCase("true");
        return answer.header("access-control-allow-origin").equals(origin)
                ? new Permission.Given(answer, credentials)
                : new Permission.Refused();
    }
}
