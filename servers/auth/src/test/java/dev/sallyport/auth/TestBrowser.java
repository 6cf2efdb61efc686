package dev.sallyport.auth;

import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A browser at the pages of the authorization server: it keeps cookies, follows redirects within the house, and fills in forms. */
final class TestBrowser {
    /** The pair of the example in RFC 7636, appendix B. */
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final TestDoor door;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    /** Where the browser is: the path and query of the last page within the house. */
    String at = "/";

    TestBrowser(TestDoor door) {
        this.door = door;
    }

    /** The usual authorization request of a client. */
    static Map<String, String> usual(String client) {
        var query = new LinkedHashMap<String, String>();
        query.put("response_type", "code");
        query.put("client_id", client);
        query.put("redirect_uri", "https://app.example.org/callback");
        query.put("scope", "openid profile");
        query.put("state", "xyz");
        query.put("nonce", "n-0S6_WzA2Mj");
        query.put("code_challenge", CHALLENGE);
        query.put("code_challenge_method", "S256");
        return query;
    }

    static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    Response authorize(Map<String, String> query) {
        return get("/oauth2/authorize?" + encoded(query));
    }

    Response get(String pathAndQuery) {
        return followed(pathAndQuery, send(Request.of("GET", pathAndQuery)));
    }

    /** Posts the form of the page where the browser is. */
    Response post(Response page, Map<String, String> fields) {
        var all = new LinkedHashMap<String, String>(fields);
        all.putIfAbsent(
                "flow",
                Params.parse(at.substring(at.indexOf('?') + 1))
                        .orElseThrow()
                        .first("flow")
                        .orElse(""));
        all.putIfAbsent("csrf", hidden(page, "csrf"));
        return posted(at.substring(0, at.indexOf('?')), all);
    }

    /** Presses the button of another provider on the page where the browser is; the answer leads there. */
    Response signInWith(Response page, String provider) {
        var flow = Map.of("flow", hidden(page, "flow"), "csrf", hidden(page, "csrf"));
        return posted("/sign-in/with/" + provider, flow);
    }

    private Response posted(String path, Map<String, String> fields) {
        return followed(
                at,
                send(Request.of("POST", path)
                        .header("origin", door.url.toString())
                        .form(encoded(fields))));
    }

    Response signIn(Response page, String name, String password) {
        return post(page, Map.of("username", name, "password", password));
    }

    private Response followed(String from, Response response) {
        at = from;
        String location = response.headers().first("location").orElse("");
        return location.startsWith("/") ? get(location) : response;
    }

    /** With the cookies of the browser, which keeps those that come back. */
    Response send(Request request) {
        String header = cookies.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining("; "));
        Response response = door.ask(header.isEmpty() ? request : request.header("cookie", header));
        for (String set : TestDoor.setCookies(response)) {
            String pair = set.substring(0, set.indexOf(';'));
            int equals = pair.indexOf('=');
            if (set.contains("Max-Age=0;")) {
                cookies.remove(pair.substring(0, equals));
            } else {
                cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return response;
    }

    private static String hidden(Response page, String name) {
        Matcher field =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(TestDoor.text(page));
        return field.find() ? field.group(1) : "";
    }

    /** Which page it is, by what stands on it; an error by its code. */
    static String page(Response response) {
        String html = TestDoor.text(response);
        Matcher error = Pattern.compile("Error \\d+ ([a-z-]+)").matcher(html);
        if (error.find()) {
            return error.group(1);
        }
        return Stream.of("sign-in", "sign-up", "allow", "another", "sign-out", "continue")
                .filter(id -> html.contains("id=\"" + id + "\""))
                .findFirst()
                .orElse(html.contains("Signed out") ? "signed-out" : "");
    }

    String cookie(String name) {
        return cookies.getOrDefault(name, "");
    }

    void keep(String name, String value) {
        cookies.put(name, value);
    }

    /** The parameters that a redirect to the client carries. */
    static Params answer(Response redirect) {
        String location = redirect.headers().first("location").orElse("");
        return Params.parse(location.isEmpty() ? "" : URI.create(location).getRawQuery())
                .orElseThrow();
    }
}
