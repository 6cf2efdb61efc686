package dev.sallyport.files;

import static dev.sallyport.files.TestDoor.ADA;
import static dev.sallyport.files.TestDoor.as;
import static dev.sallyport.files.TestDoor.header;
import static dev.sallyport.files.TestDoor.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import java.util.Base64;

/** Somebody who speaks tus 1.0 through the door; where nobody is named, it is Ada. */
record TusCaller(TestDoor door) {
    static final String PIECE = "application/offset+octet-stream";

    static Request tus(String who, String method, String path) {
        return as(who, method, path).header("tus-resumable", "1.0.0");
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    static Request creating(String who, long length) {
        return tus(who, "POST", "/v1/uploads")
                .header("upload-length", Long.toString(length))
                .header("upload-metadata", "filename " + base64("Grüße.txt") + ",is_odd");
    }

    /** The path of an upload that must be begun. */
    String begun(String who, long length) {
        Response created = door.ask(creating(who, length));
        assertThat(created.status()).as(text(created)).isEqualTo(201);
        return "/v1/" + header(created, "location");
    }

    static Request piece(String who, String path, long offset, RequestBody body) {
        return tus(who, "PATCH", path)
                .header("content-type", PIECE)
                .header("upload-offset", Long.toString(offset))
                .with(body);
    }

    static RequestBody body(String text) {
        return RequestBody.of(text.getBytes(UTF_8));
    }

    Response patch(String path, long offset, String text) {
        return door.ask(piece(ADA, path, offset, body(text)));
    }

    String offset(String path) {
        return header(door.ask(tus(ADA, "HEAD", path)), "upload-offset");
    }

    static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
