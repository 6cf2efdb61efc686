package dev.sallyport.walls;

import dev.sallyport.walls.Caller.Answer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Somebody who uploads files, at once or in pieces (tus 1.0). */
final class Uploader implements AutoCloseable {
    private static final String PASSWORD = "a long enough password";

    private final Caller caller;
    private final String email;
    private String bearer = "";

    private Uploader(URI street, String from) {
        this.caller = new Caller(street, from);
        this.email = "uploader-" + System.nanoTime() + "@example.org";
    }

    /** @param from their address on this machine */
    static Uploader arrives(URI street, String from) {
        var uploader = new Uploader(street, from);
        uploader.caller.register(uploader.email, PASSWORD, "Ada");
        uploader.signsIn();
        return uploader;
    }

    void signsIn() {
        Answer in = caller.loginMobile(email, PASSWORD);
        if (in.status() != 200) {
            throw new IllegalStateException(email + " was not let in: " + in.status());
        }
        bearer = "Bearer " + in.json().path("access_token").asString();
    }

    /** In one request, as many bytes. */
    Answer uploads(int bytes) {
        return caller.send("POST", "/v1/files?name=whole.txt", "x".repeat(bytes), "authorization", bearer);
    }

    /** Begins an upload in pieces; says its id. */
    String begins(int bytes) {
        Answer begun = tus(
                "POST", "/v1/uploads", "", Map.of("upload-length", "" + bytes, "upload-metadata", "filename YS50eHQ="));
        String location = begun.header("location")
                .orElseThrow(() -> new IllegalStateException("no upload was begun: " + begun.status()));
        return location.substring(location.lastIndexOf('/') + 1);
    }

    Answer goesOn(String upload, int offset, int bytes) {
        return tus(
                "PATCH",
                "/v1/uploads/" + upload,
                "y".repeat(bytes),
                Map.of("upload-offset", "" + offset, "content-type", "application/offset+octet-stream"));
    }

    /** How many bytes of it are acknowledged. */
    int hasCome(String upload) {
        Answer head = tus("HEAD", "/v1/uploads/" + upload, "", Map.of());
        return head.header("upload-offset").map(Integer::parseInt).orElse(-1);
    }

    String reads(String file) {
        return caller.get("/v1/files/" + file, "authorization", bearer).text();
    }

    private Answer tus(String method, String path, String body, Map<String, String> more) {
        var headers = new ArrayList<String>();
        headers.addAll(List.of("authorization", bearer, "tus-resumable", "1.0.0"));
        more.forEach((name, value) -> headers.addAll(List.of(name, value)));
        return caller.send(method, path, body, headers.toArray(String[]::new));
    }

    @Override
    public void close() {
        caller.close();
    }
}
