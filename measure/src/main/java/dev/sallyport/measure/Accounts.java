package dev.sallyport.measure;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The accounts of a load: one for each connection, so that no sign-in waits for the attempts of another. */
final class Accounts {
    private static final String PASSWORD = "a long pass phrase";

    private Accounts() {}

    /** Opens accounts 0 to {@code count} - 1. */
    static void register(int port, int count) throws IOException {
        try (var connection = new Connection(port)) {
            for (int i = 0; i < count; i++) {
                Answer answer = connection.ask(Connection.request(
                        "POST /v1/auth/register",
                        "{\"email\":\"" + email(i) + "\",\"password\":\"" + PASSWORD + "\"}"));
                if (!answer.isGood()) {
                    throw new IOException("registering was answered " + answer.status() + " " + answer.body());
                }
            }
        }
    }

    static byte[] signIn(int number) {
        return Connection.request(
                "POST /v1/auth/login_mobile",
                "username=" + URLEncoder.encode(email(number), StandardCharsets.US_ASCII) + "&password="
                        + URLEncoder.encode(PASSWORD, StandardCharsets.US_ASCII));
    }

    /** Signs in to the web app, which signs on for clients too. */
    static byte[] signInWeb(RunningServer server, int number) {
        return Connection.request(
                "POST /v1/auth/login_web",
                "{\"email\":\"" + email(number) + "\",\"password\":\"" + PASSWORD + "\"}",
                "origin: http://localhost:" + server.port());
    }

    private static String email(int number) {
        return "bench-" + number + "@example.org";
    }
}
