package dev.sallyport.app.doctor;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a deployment answered to one request. */
record Answer(String method, URI url, int status, HttpHeaders headers, String body) {
    private static final int TOO_MANY_REQUESTS = 429;

    String where() {
        return method + " " + url;
    }

    boolean isHtml() {
        return header("content-type").toLowerCase(Locale.ROOT).contains("html");
    }

    boolean isRedirect() {
        return status >= 300 && status < 400 && headers.firstValue("location").isPresent();
    }

    boolean isGood() {
        return status >= 200 && status < 300;
    }

    /** Whether nothing was judged but how often we asked. */
    boolean isLimited() {
        return status == TOO_MANY_REQUESTS;
    }

    /** All lines of the field as one value, empty where there is none. */
    String header(String name) {
        return String.join(", ", all(name));
    }

    List<String> all(String name) {
        return headers.allValues(name);
    }

    boolean has(String name) {
        return !all(name).isEmpty();
    }

    /** Where a browser would go from here. Nothing where it stays, or where the field is no address. */
    Optional<URI> onward() {
        try {
            return isRedirect() ? Optional.of(url.resolve(header("location"))) : Optional.empty();
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }
}
