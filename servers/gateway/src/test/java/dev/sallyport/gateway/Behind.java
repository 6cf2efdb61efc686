package dev.sallyport.gateway;

import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server behind the gateway that remembers what it was asked. */
final class Behind implements Handler {
    private final List<Request> asked = new CopyOnWriteArrayList<>();
    private final Response answer;

    Behind() {
        this(Response.text(200, "text/plain", "behind"));
    }

    Behind(Response answer) {
        this.answer = answer;
    }

    @Override
    public Response handle(Request request) {
        asked.add(request);
        return answer;
    }

    int count() {
        return asked.size();
    }

    Request last() {
        return asked.getLast();
    }

    /** A request with headers written as {@code name: value / name: value}. */
    static Request request(String method, String path, String headers) {
        Headers parsed = Headers.NONE;
        for (String line : headers.split(" / ", -1)) {
            int colon = line.indexOf(':');
            parsed = colon < 0
                    ? parsed
                    : parsed.with(
                            line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return Request.of(method, path).with(parsed);
    }

    /** Status and type of problem, as {@code 401 unauthorized}. */
    static String type(Response response) {
        return response.status() + text(response).replaceAll("(?s).*\"type\":\"/problems/([a-z-]*)\".*", " $1");
    }

    static String text(Response response) {
        return new String(((ResponseBody.Bytes) response.body()).bytes(), StandardCharsets.UTF_8);
    }
}
