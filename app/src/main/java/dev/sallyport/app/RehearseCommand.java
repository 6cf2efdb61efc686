package dev.sallyport.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Two short lives of the house, from which the Java machine learns what a start and a sign-in need (JEP 514): one that makes its data, and one
 * that finds them, as most starts do.
 */
@Command(name = "rehearse", description = "Open a house for a moment, for the launcher.", hidden = true)
final class RehearseCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
        PassingHouse.visit(List.of(RehearseCommand::walkThrough, RehearseCommand::walkThrough));
        return Exit.DONE;
    }

    private static void walkThrough(House house) {
        String street = "http://127.0.0.1:" + house.port().orElseThrow();
        String monitor = "http://127.0.0.1:" + house.monitorPort().orElseThrow();
        ask(street + "/", "");
        ask(monitor + "/health/ready", "");
        ask(
                street + "/v1/auth/login_mobile",
                "username=" + encoded(FirstPeople.DEMO_EMAIL) + "&password=" + encoded(FirstPeople.DEMO_PASSWORD));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void ask(String url, String form) {
        try {
            var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
            if (!form.isEmpty()) {
                connection.setDoOutput(true);
                try (OutputStream body = connection.getOutputStream()) {
                    body.write(form.getBytes(StandardCharsets.US_ASCII));
                }
            }
            int status = connection.getResponseCode();
            connection.disconnect();
            if (status != 200) {
                throw new IllegalStateException(url + " answered " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
