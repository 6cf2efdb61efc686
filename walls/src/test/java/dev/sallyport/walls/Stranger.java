package dev.sallyport.walls;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who tries doors without a right to, again and again: with nothing, a forged token, a wrong password, an ended session. */
final class Stranger implements AutoCloseable {
    private static final String PASSWORD = "a long enough password";

    private final Caller caller;
    private final ConcurrentLinkedQueue<String> letIn = new ConcurrentLinkedQueue<>();
    private final AtomicInteger tries = new AtomicInteger();
    private String ended = "";
    private volatile boolean over;

    private Stranger(URI street) {
        this.caller = new Caller(street, "127.0.10.1");
    }

    static Stranger begin(URI street) {
        var stranger = new Stranger(street);
        String email = "ended-" + System.nanoTime() + "@example.org";
        stranger.caller.register(email, PASSWORD, "Eve");
        var signedIn = stranger.caller.loginMobile(email, PASSWORD).json();
        stranger.ended = signedIn.path("refresh_token").asString();
        stranger.caller.json(
                "POST",
                "/v1/auth/logout_mobile",
                Map.of("refresh_token", stranger.ended),
                "authorization",
                "Bearer " + signedIn.path("access_token").asString());
        Thread.ofVirtual().start(stranger::tryDoors);
        return stranger;
    }

    private void tryDoors() {
        while (!over) {
            knock("nothing", () -> caller.get("/v1/profile"));
            knock("a forged token", () -> caller.get("/v1/profile", "authorization", "Bearer a.b.c"));
            knock("an ended session", () -> caller.refreshMobile(ended));
            knock("a wrong password", () -> caller.loginMobile("nobody@example.org", "a wrong password"));
            knock("a cookie of nobody's", () -> caller.get("/web/v1/auth/me", "cookie", "__Host-access_token=a.b.c"));
        }
    }

    private interface Knock {
        Caller.Answer made();
    }

    private void knock(String with, Knock knock) {
        tries.incrementAndGet();
        try {
            int status = knock.made().status();
            if (status < 400) {
                letIn.add(with + ": " + status);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (IllegalStateException unanswered) {
            // Nobody opened.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    List<String> letIn() {
        return List.copyOf(letIn);
    }

    int tries() {
        return tries.get();
    }

    @Override
    public void close() {
        over = true;
        caller.close();
    }
}
