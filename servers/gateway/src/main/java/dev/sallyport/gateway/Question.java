package dev.sallyport.gateway;

import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Request;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a proxy before the house asks about: the request that came to it. It is believed from trusted proxies only, and goes
 * past the cleaning of headers under a name of the house's own, which nobody outside can say (T36, T37).
 *
 * @param host the host that the client asked for; empty where the proxy did not say
 * @param target the raw request target, not yet looked at
 */
record Question(String method, Optional<String> host, String target) {
    static final String API = "/forward-auth/api";
    static final String BROWSER = "/forward-auth/browser";

    /** Traefik and Caddy write the first of each, nginx the second. */
    private static final List<String> METHODS = List.of("x-forwarded-method", "x-original-method");

    private static final List<String> TARGETS = List.of("x-forwarded-uri", "x-original-uri");
    private static final List<String> HOSTS = List.of("x-forwarded-host");

    private static final String CARRIED = "x-sallyport-question";
    private static final String UNCLEAR = "?";
    private static final Pattern FORM = Pattern.compile("([A-Z]{1,20}) (\\S+) (\\S+)");
    private static final String NO_HOST = "-";

    /** Who asked what. */
    sealed interface Reading {
        /** Nobody who is trusted to speak for others. */
        record Stranger() implements Reading {}

        /** A trusted proxy that does not say which request, or says two different things: one of them was its client's. */
        record Unclear() implements Reading {}

        record Asked(Question question) implements Reading {}
    }

    static boolean isAsked(String path) {
        return path.equals(API) || path.equals(BROWSER);
    }

    /** The fields that may go further, and the question beside them where a trusted proxy asked one. */
    static Headers kept(Request raw, TrustedProxies proxies) {
        Headers cleaned = HeaderHygiene.cleaned(raw.headers());
        return isAsked(raw.path()) && proxies.speakFor(raw) ? cleaned.set(CARRIED, carried(raw.headers())) : cleaned;
    }

    /** What {@link #kept} left there. */
    static Reading of(Request request) {
        Optional<String> carried = request.headers().first(CARRIED);
        if (carried.isEmpty()) {
            return new Reading.Stranger();
        }
        Matcher form = FORM.matcher(carried.get());
        if (!form.matches()) {
            return new Reading.Unclear();
        }
        Optional<String> host = Optional.of(form.group(2)).filter(h -> !h.equals(NO_HOST));
        return new Reading.Asked(new Question(form.group(1), host, form.group(3)));
    }

    private static String carried(Headers headers) {
        List<String> methods = said(headers, METHODS);
        List<String> targets = said(headers, TARGETS);
        List<String> hosts = said(headers, HOSTS);
        boolean one = methods.size() == 1 && targets.size() == 1 && hosts.size() <= 1;
        boolean usual = hosts.stream().allMatch(ForwardedHeaders::isHost);
        return one && usual
                ? methods.getFirst() + " " + (hosts.isEmpty() ? NO_HOST : hosts.getFirst()) + " " + targets.getFirst()
                : UNCLEAR;
    }

    /** Everything that was said in any of the fields: more than one where they disagree. */
    private static List<String> said(Headers headers, List<String> names) {
        return names.stream()
                .flatMap(name -> headers.all(name).stream())
                .distinct()
                .toList();
    }
}
