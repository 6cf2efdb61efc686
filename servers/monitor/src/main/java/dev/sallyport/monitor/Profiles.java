package dev.sallyport.monitor;

import static dev.sallyport.kit.route.Route.Open;
import static dev.sallyport.kit.route.Route.because;

import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.route.Access.Because;
import dev.sallyport.kit.route.Route;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /jfr?seconds=30}: what the Java machine did meanwhile, as a file for JDK Mission Control, one recording at a time.
 * It is for who sits at this machine, and not for the pages that their browser has open (T11): the address must be this machine's own
 * name, the browser must not say that another site asks, and {@link #HEADER} must be there, which no form and no link can send and no
 * other origin may (there is no CORS here).
 */
public final class Profiles {
    /** What must stand in the request, with any value. */
    public static final String HEADER = "x-sallyport-profile";

    private static final Logger LOG = LoggerFactory.getLogger(Profiles.class);
    private static final Because OWN_ADDRESS =
            because("the monitor listens on this machine alone where profiles can be had");
    private static final int USUAL = 30;
    private static final int MOST = 300;
    private static final List<String> OURSELVES = List.of("same-origin", "none");

    private final Recorder recorder;
    private final Semaphore turn = new Semaphore(1);

    public Profiles(Recorder recorder) {
        this.recorder = recorder;
    }

    /** Records the running program. */
    @FunctionalInterface
    public interface Recorder {
        /** Begins; the bytes come while it is recorded and end with the time. Closing them ends it at any moment. */
        InputStream record(Duration time) throws IOException;
    }

    List<Route> routes() {
        return List.of(Open("POST", "/jfr", this::record, OWN_ADDRESS));
    }

    private Response record(Request request) {
        if (!isFromHere(request)) {
            return Problem.of(
                            403,
                            "not-from-here",
                            "Not from here",
                            "Profiles are for this machine: ask http://localhost and send " + HEADER + ": yes.")
                    .response();
        }
        OptionalLong seconds = seconds(request);
        if (seconds.isEmpty()) {
            return Problem.of(400, "invalid-request", "No such time", "seconds is a number from 1 to " + MOST + ".")
                    .response();
        }
        if (!turn.tryAcquire()) {
            return Problem.of(409, "busy", "Being recorded", "One profile is recorded at a time; wait for it to end.")
                    .response();
        }
        try {
            InputStream recording = recorder.record(Duration.ofSeconds(seconds.getAsLong()));
            LOG.info("recording a profile of {} s", seconds.getAsLong());
            return Response.of(200)
                    .header("content-type", "application/octet-stream")
                    .header("content-disposition", "attachment; filename=\"sallyport.jfr\"")
                    .header("cache-control", "no-store")
                    .body(new ResponseBody.Stream(untilClosed(recording), OptionalLong.empty()));
        } catch (IOException | RuntimeException e) {
            turn.release();
            LOG.warn("no profile could be recorded", e);
            return Problem.of(500, "not-recorded", "Not recorded", "It could not be recorded; the log says why.")
                    .response();
        }
    }

    /** Keeps the turn as long as somebody reads. */
    private InputStream untilClosed(InputStream recording) {
        var over = new AtomicBoolean();
        return new FilterInputStream(recording) {
            @Override
            public void close() throws IOException {
                if (over.compareAndSet(false, true)) {
                    try {
                        super.close();
                    } finally {
                        turn.release();
                    }
                }
            }
        };
    }

    private static boolean isFromHere(Request request) {
        return Here.isAsked(request)
                && request.headers().has(HEADER)
                && request.headers()
                        .first("sec-fetch-site")
                        .filter(site -> !OURSELVES.contains(site))
                        .isEmpty();
    }

    private static OptionalLong seconds(Request request) {
        String text = request.params().orElse(Params.NONE).first("seconds").orElse(Integer.toString(USUAL));
        if (!text.matches("[0-9]{1,3}")) {
            return OptionalLong.empty();
        }
        long seconds = Long.parseLong(text);
        return seconds >= 1 && seconds <= MOST ? OptionalLong.of(seconds) : OptionalLong.empty();
    }
}
