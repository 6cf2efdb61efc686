package dev.sallyport.gateway;

import dev.sallyport.kit.http.Decorator;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Problem;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Works on at most so many requests at once and sends the rest away at once: 503 is cheaper than a queue (T43). */
record Shed(int most) implements Decorator {
    private static final Duration WAIT = Duration.ofSeconds(1);

    @Override
    public Handler around(Handler inner) {
        var places = new Semaphore(most);
        return request -> {
            if (!places.tryAcquire()) {
                return Problem.of(503, "overloaded", "Too busy", "All places are taken. Try again shortly.")
                        .retryAfter(WAIT);
            }
            try {
                return inner.handle(request).whenAnswered(status -> places.release());
            } catch (RuntimeException e) {
                places.release();
                throw e;
            }
        };
    }
}
