package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who calls the front door over HTTP and keeps cookies the way a browser does, where told to. */
final class Caller implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    private final URI base;
    private final HttpClient client;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    Caller(RunningHouse house) {
        this(house.url("/"), "");
    }

    /** @param from an address of this machine to call from, empty for the usual */
    Caller(URI base, String from) {
        this.base = base;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NEVER);
        this.client = (from.isEmpty() ? builder : builder.localAddress(InetAddress.ofLiteral(from))).build();
    }

    /** An answer, with its body read as JSON where it is JSON. */
    record Answer(int status, HttpResponse<String> raw) {
        JsonNode json() {
            return JSON.readTree(raw.body());
        }

        String text() {
            return raw.body();
        }

        String problem() {
            return json().path("type").asString("");
        }

        Optional<String> header(String name) {
            return raw.headers().firstValue(name);
        }

        List<String> setCookies() {
            return raw.headers().allValues("set-cookie");
        }
    }

    Answer send(String method, String path, String body, String... headers) {
        return send(base.resolve(path), method, body, headers);
    }

    Answer send(URI url, String method, String body, String... headers) {
        return send(
                url,
                method,
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body),
                headers);
    }

    Answer send(URI url, String method, HttpRequest.BodyPublisher body, String... headers) {
        var request =
                HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(30)).method(method, body);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            response.headers().allValues("set-cookie").forEach(this::keep);
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + url + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Answer json(String method, String path, Map<String, ?> body, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "content-type";
        all[headers.length + 1] = "application/json";
        return send(method, path, JSON.writeValueAsString(body), all);
    }

    Answer get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    private void keep(String setCookie) {
        String pair = setCookie.substring(0, setCookie.indexOf(';'));
        cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }

    String cookie(String name) {
        return cookies.getOrDefault(name, "");
    }

    /** All cookies that were set so far, as one {@code Cookie} header. */
    String cookies() {
        return cookies.entrySet().stream()
                .filter(e -> !e.getValue().isEmpty())
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining("; "));
    }

    /** Registers somebody whom no house knows yet; their address. */
    String newPerson(String password) {
        String email = "person" + PEOPLE.incrementAndGet() + "@example.org";
        assertThat(register(email, password, "Ada").status()).isEqualTo(202);
        return email;
    }

    Answer register(String email, String password, String name) {
        return json("POST", "/v1/auth/register", Map.of("email", email, "password", password, "name", name));
    }

    Answer loginWeb(String email, String password) {
        return json("POST", "/v1/auth/login_web", Map.of("email", email, "password", password));
    }

    Answer loginMobile(String email, String password) {
        return json("POST", "/v1/auth/login_mobile", Map.of("username", email, "password", password));
    }

    Answer refreshMobile(String token) {
        return json("POST", "/v1/auth/refresh_mobile", Map.of("refresh_token", token));
    }

    @Override
    public void close() {
        client.close();
    }
}
