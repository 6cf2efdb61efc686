package dev.sallyport.gateway;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.HttpDate;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Response;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A version of an API that goes (L20). Days begin at midnight UTC.
 *
 * @param deprecated since when callers should look for another, in the past or to come
 * @param sunset when it is likely to be there no longer
 * @param link a page that tells more
 * @param successor the path of what takes its place
 * @param gone whether it is answered with 410 from {@code sunset} on
 */
public record RouteVersion(
        Optional<LocalDate> deprecated,
        Optional<LocalDate> sunset,
        Optional<URI> link,
        Optional<PathPattern> successor,
        boolean gone) {
    public RouteVersion {
        boolean backwards =
                deprecated.isPresent() && sunset.isPresent() && sunset.get().isBefore(deprecated.get());
        refuse(backwards, "version has a sunset that is no earlier than deprecated (RFC 9745 §4)");
        refuse(gone && sunset.isEmpty(), "version with gone: true needs a sunset");
        refuse(
                link.filter(uri -> !uri.isAbsolute() || uri.toString().contains(">"))
                        .isPresent(),
                "version has a link that is an address such as https://api.example.org/v1-goes");
        refuse(
                successor
                        .filter(path -> !path.isPlain() || path.text().endsWith("*"))
                        .isPresent(),
                "version has a successor that is a path such as /v2/orders");
    }

    /** What holds where a version leaves it out. One of the two days is always said. */
    static RouteVersion defaults() {
        return new RouteVersion(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    private static void refuse(boolean wrong, String expected) {
        if (wrong) {
            throw new IllegalArgumentException(expected);
        }
    }

    /** Whether it tells of no end at all. */
    boolean isEndless() {
        return deprecated.isEmpty() && sunset.isEmpty();
    }

    boolean isGone(Instant now) {
        return gone && sunset.filter(day -> !now.isBefore(begin(day))).isPresent();
    }

    /** The answer to whoever still asks. */
    static Response farewell() {
        return Problem.of(410, "gone", "This version is gone", "The links of this answer say what takes its place.")
                .response();
    }

    /** The response, with what is told of the end. */
    @Spec("RFC 9745 §2.1")
    @Spec("RFC 8594 §3")
    Response told(Response response) {
        Response told = response;
        if (deprecated.isPresent()) {
            told = told.header("deprecation", "@" + begin(deprecated.get()).getEpochSecond());
        }
        if (sunset.isPresent()) {
            told = told.header("sunset", HttpDate.of(begin(sunset.get())));
        }
        String links = links();
        return links.isEmpty()
                ? told
                : new Response(told.status(), told.headers().with("link", links), told.body());
    }

    private String links() {
        var links = new ArrayList<String>();
        successor.ifPresent(path -> links.add("<" + path.text() + ">; rel=\"successor-version\""));
        link.ifPresent(page -> {
            if (deprecated.isPresent()) {
                links.add("<" + page + ">; rel=\"deprecation\"");
            }
            if (sunset.isPresent()) {
                links.add("<" + page + ">; rel=\"sunset\"");
            }
        });
        return String.join(", ", links);
    }

    private static Instant begin(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    /** As an operator reads it. */
    List<String> facts() {
        var facts = new ArrayList<String>();
        deprecated.ifPresent(day -> facts.add("deprecated " + day));
        sunset.ifPresent(day -> facts.add((gone ? "gone " : "sunset ") + day));
        return facts;
    }
}
