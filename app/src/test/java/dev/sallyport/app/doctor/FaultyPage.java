package dev.sallyport.app.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The pages of the {@link FaultyHouse}: one CSP that is right in every point, and the ways to spoil it. */
final class FaultyPage {
    private static final String LINE = "; ";

    private FaultyPage() {}

    static Map<String, String> fields(FaultyHouse house) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (!house.has("csp-missing")) {
            String name =
                    house.has("csp-report-only") ? "Content-Security-Policy-Report-Only" : "Content-Security-Policy";
            fields.put(name, policy(house));
        }
        put(house, fields, "nosniff-missing", "X-Content-Type-Options", "nosniff");
        put(house, fields, "referrer-leaks", "Referrer-Policy", "no-referrer");
        put(house, fields, "opener-policy-missing", "Cross-Origin-Opener-Policy", "same-origin");
        put(house, fields, "resource-policy-missing", "Cross-Origin-Resource-Policy", "same-origin");
        put(house, fields, "permissions-policy-missing", "Permissions-Policy", "camera=()");
        fields.put("Set-Cookie", cookie(house));
        return fields;
    }

    private static void put(FaultyHouse house, Map<String, String> fields, String plant, String name, String value) {
        if (!house.has(plant)) {
            fields.put(name, value);
        }
    }

    private static String policy(FaultyHouse house) {
        String nonce = house.has("csp-nonce-repeated")
                ? "MDEyMzQ1Njc4OTAxMjM0NQ=="
                : UUID.randomUUID().toString().substring(0, house.has("csp-nonce-short") ? 8 : 36);
        String scripts = house.has("csp-unsafe-inline")
                ? "'unsafe-inline'"
                : house.has("csp-script-anywhere") ? "https:" : "'nonce-" + nonce + "'";
        return "default-src 'none'; script-src " + scripts + (house.has("csp-unsafe-eval") ? " 'unsafe-eval'" : "")
                + (house.has("csp-plugins-allowed") ? "; object-src *" : "")
                + (house.has("csp-base-open") ? "" : LINE + "base-uri 'none'")
                + (house.has("csp-forms-anywhere") ? "" : LINE + "form-action 'self'")
                + (house.has("framing-allowed") ? "" : LINE + "frame-ancestors 'none'")
                + (house.has("csp-unreported") ? "" : LINE + "report-to csp");
    }

    private static String cookie(FaultyHouse house) {
        String name =
                house.has("cookie-unprefixed") || house.has("cookie-not-secure") || house.has("cookie-wide-domain")
                        ? "session"
                        : "__Host-session";
        return name + "=made-up"
                + (house.has("cookie-prefix-broken") ? "; Path=/account" : "; Path=/")
                + (house.has("cookie-not-secure") ? "" : "; Secure")
                + (house.has("cookie-readable") ? "" : "; HttpOnly")
                + (house.has("cookie-wide-domain") ? "; Domain=example.org" : "")
                + (house.has("cookie-cross-site") ? "; SameSite=None" : "; SameSite=Lax");
    }

    static String body(FaultyHouse house, FaultyHouse.Ask ask) {
        String shown = house.has("markup-reflected") ? URLDecoder.decode(ask.target(), UTF_8) : "";
        return "<!doctype html><title>House</title>" + shown
                + (house.has("mixed-content") ? "<img src=\"http://images.example/a.png\">" : "")
                + (house.has("script-without-integrity") ? "<script src=\"https://cdn.example/a.js\"></script>" : "")
                + (house.has("form-over-http") ? "<form action=\"http://example.org/in\"></form>" : "");
    }
}
