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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
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

    private final Path folder;
    private final Recorder recorder;
    private final Semaphore turn = new Semaphore(1);

    /** @param folder where the recording lies while it is sent */
    public Profiles(Path folder, Recorder recorder) {
        this.folder = folder;
        this.recorder = recorder;
    }

    /** Records the running program. */
    @FunctionalInterface
    public interface Recorder {
        /** Returns when the time is over, with all of it in the file. */
        void record(Duration time, Path file) throws IOException, InterruptedException;
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
            return recorded(Duration.ofSeconds(seconds.getAsLong()));
        } finally {
            turn.release();
        }
    }

    private Response recorded(Duration time) {
        try {
            Path file = Files.createTempFile(folder, "profile", ".jfr");
            try {
                LOG.info("recording a profile of {} s", time.toSeconds());
                recorder.record(time, file);
                return Response.of(200)
                        .header("content-type", "application/octet-stream")
                        .header("content-disposition", "attachment; filename=\"sallyport.jfr\"")
                        .header("cache-control", "no-store")
                        .body(new ResponseBody.Stream(passing(file), OptionalLong.of(Files.size(file))));
            } catch (IOException | InterruptedException | RuntimeException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        } catch (IOException e) {
            LOG.warn("no profile could be recorded", e);
            return Problem.of(500, "not-recorded", "Not recorded", "It could not be recorded; the log says why.")
                    .response();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Problem.of(503, "closing", "Closing", "The house closes.").response();
        }
    }

    /** Gone when it has been read, however far. */
    private static InputStream passing(Path file) throws IOException {
        return new FilterInputStream(Files.newInputStream(file)) {
            @Override
            public void close() throws IOException {
                super.close();
                Files.deleteIfExists(file);
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
