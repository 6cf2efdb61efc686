package dev.sallyport.files;

import static dev.sallyport.files.TestDoor.ADA;
import static dev.sallyport.files.TestDoor.EVE;
import static dev.sallyport.files.TestDoor.as;
import static dev.sallyport.files.TestDoor.field;
import static dev.sallyport.files.TestDoor.header;
import static dev.sallyport.files.TestDoor.json;
import static dev.sallyport.files.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.page.Slice;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken, and what is not; a file may have 1,000 bytes and a person 2,500. */
class UploadTest {
    @TempDir
    Path folder;

    private TestDoor door;

    @BeforeEach
    void open() {
        door = new TestDoor(folder);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void a_raw_body_with_its_name_in_the_query() {
        Response stored = door.upload(ADA, "Gr%C3%BC%C3%9Fe.txt", "hello");
        assertThat(stored.status()).isEqualTo(201);
        assertThat(field(stored, "name")).isEqualTo("Grüße.txt");
        assertThat(json(stored).path("size").asLong()).isEqualTo(5);
        assertThat(field(stored, "type")).isEqualTo("text/plain");
        assertThat(field(stored, "digest"))
                .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        assertThat(field(stored, "created_at")).isEqualTo("2026-11-04T10:00:00.750Z");
        assertThat(header(stored, "location")).isEqualTo("/v1/files/" + field(stored, "id"));
        assertThat(door.stores.audit().of(TestDoor.person(ADA), Slice.first(10)).items())
                .singleElement()
                .satisfies(event -> assertThat(event.kind().wireName()).isEqualTo("file.uploaded"));
    }

    private Response form(String who, String query, String body) {
        return door.ask(as(who, "POST", "/v1/files" + query)
                .header("content-type", "multipart/form-data; boundary=cut")
                .with(RequestBody.of(body.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8))));
    }

    private static String file(String name, String content) {
        return "--cut\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\nContent-Type: text/html\n\n" + content + "\n";
    }

    private static final String FIELD = "--cut\nContent-Disposition: form-data; name=\"note\"\n\na note\n";

    /** RFC 7578 §4: a boundary, a disposition of each part, a name and a file name, in any order. */
    @Test
    void the_first_file_of_a_form() {
        Response stored = form(ADA, "", FIELD + file("Grüße.txt", "hello") + file("b.txt", "not this") + "--cut--\n");
        assertThat(stored.status()).isEqualTo(201);
        assertThat(field(stored, "name")).isEqualTo("Grüße.txt");
        assertThat(field(stored, "type")).as("shown by the bytes, not claimed").isEqualTo("text/plain");
        assertThat(text(door.get(ADA, field(stored, "id")))).isEqualTo("hello");
        assertThat(field(form(ADA, "?name=mine.txt", file("b.txt", "x") + "--cut--\n"), "name"))
                .isEqualTo("mine.txt");
    }

    @Test
    void a_form_that_is_none() {
        String many = FIELD.repeat(30);
        assertThat(form(ADA, "", FIELD + "--cut--\n").status())
                .as("RFC 7578 §4.2: no file in it")
                .isEqualTo(400);
        assertThat(form(ADA, "", many + file("a", "x") + "--cut--\n").status())
                .as("T43: more fields than are read")
                .isEqualTo(400);
        assertThat(form(ADA, "", "").status()).as("nothing").isEqualTo(400);
        assertThat(form(ADA, "", file("a.txt", "cut off in the mid")).status())
                .as("RFC 7578 §4.1: without its last boundary")
                .isEqualTo(400);
        assertThat(door.ask(as(ADA, "POST", "/v1/files")
                                .header("content-type", "multipart/form-data")
                                .with(RequestBody.of(new byte[10])))
                        .status())
                .as("RFC 7578 §4.1: without a boundary")
                .isEqualTo(400);
        assertNothingKept();
    }

    private void assertNothingKept() {
        assertThat(door.stores.files().used(TestDoor.person(ADA))).isZero();
        try (Stream<Path> all = Files.walk(folder.resolve("files"))) {
            assertThat(all.filter(Files::isRegularFile)).isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "../../etc/passwd",
                "a/b",
                "/etc/passwd",
                "a\\b",
                "C:\\boot.ini",
                "a\u0000.txt",
                "a\r\nset-cookie: x=1",
                "a\tb",
                "a\u0085b",
                "a\u2028b",
                "\u202Egnp.exe",
                "a\u200Bb",
                "\uD800"
            })
    void T46_a_name_that_is_a_path_or_hides_something_is_refused(String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
        Response raw = door.upload(ADA, name.equals("\uD800") ? "%ED%A0%80" : encoded, "x");
        assertThat(raw.status()).isIn(400, 422);
        if (raw.status() == 422) {
            assertThat(json(raw).path("errors").path(0).path("pointer").asString())
                    .isEqualTo("/name");
        }
        assertNothingKept();
    }

    @Test
    void T46_a_path_in_a_form_is_refused_too() {
        for (String name : new String[] {"../x", "a/b", "..\\\\x"}) {
            assertThat(form(ADA, "", file(name, "x") + "--cut--\n").status())
                    .as(name)
                    .isEqualTo(422);
        }
        assertThat(form(ADA, "?name=..%2Fx", file("a.txt", "x") + "--cut--\n").status())
                .isEqualTo(422);
        assertNothingKept();
    }

    @Test
    void a_name_of_255_characters_is_the_longest() {
        assertThat(door.upload(ADA, "a".repeat(255), "x").status()).isEqualTo(201);
        assertThat(door.upload(ADA, "a".repeat(256), "x").status()).isEqualTo(422);
        assertThat(door.ask(as(ADA, "POST", "/v1/files").with(RequestBody.of(new byte[1])))
                        .status())
                .as("none at all")
                .isEqualTo(422);
        assertThat(door.upload(ADA, "%zz", "x").status()).as("a broken escape").isEqualTo(400);
    }

    @Test
    void T43_a_file_has_a_longest_size_declared_or_not() {
        assertThat(door.upload(ADA, "a", "x".repeat(1_000)).status()).isEqualTo(201);
        Response declared = door.upload(EVE, "b", "x".repeat(1_001));
        Response sent = door.ask(as(EVE, "POST", "/v1/files?name=b").with(undeclared(1_001)));
        Response inForm = form(EVE, "", file("b", "x".repeat(1_001)) + "--cut--\n");
        for (Response answer : new Response[] {declared, sent, inForm}) {
            assertThat(answer.status()).isEqualTo(413);
            assertThat(field(answer, "type")).isEqualTo("/problems/too-large");
            assertThat(field(answer, "detail")).contains("1000");
        }
        assertThat(door.ask(as(EVE, "POST", "/v1/files?name=b").with(undeclared(10_000_000)))
                        .status())
                .isEqualTo(413);
        assertThat(door.stores.files().used(TestDoor.person(EVE))).isZero();
    }

    @Test
    void a_person_has_a_quota_of_their_own() {
        assertThat(door.upload(ADA, "a", "a".repeat(1_000)).status()).isEqualTo(201);
        String second = door.kept(ADA, "b", "b".repeat(1_000));
        Response over = door.upload(ADA, "c", "c".repeat(501));
        assertThat(over.status()).isEqualTo(413);
        assertThat(field(over, "type")).isEqualTo("/problems/over-quota");
        assertThat(field(over, "detail")).contains("2500");
        assertThat(door.upload(EVE, "c", "c".repeat(501)).status()).isEqualTo(201);
        assertThat(door.upload(ADA, "c", "c".repeat(500)).status()).isEqualTo(201);
        assertThat(door.upload(ADA, "d", "").status())
                .as("full to the last byte")
                .isEqualTo(413);
        door.ask(as(ADA, "DELETE", "/v1/files/" + second));
        assertThat(door.upload(ADA, "d", "d".repeat(1_000)).status()).isEqualTo(201);
    }

    @Test
    void uploads_side_by_side_do_not_pass_the_quota_together() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = threads.invokeAll(IntStream.range(0, 12)
                    .<java.util.concurrent.Callable<Response>>mapToObj(i ->
                            () -> door.upload(ADA, "f" + i, ("" + (char) ('a' + i)).repeat(900)))
                    .toList());
            long stored = 0;
            for (var answer : answers) {
                assertThat(answer.get().status()).isIn(201, 413);
                stored += answer.get().status() == 201 ? 1 : 0;
            }
            assertThat(stored).isLessThanOrEqualTo(2);
            assertThat(door.stores.files().used(TestDoor.person(ADA))).isEqualTo(900 * stored);
        }
    }

    private static String digest(String name, String algorithm, String text) throws Exception {
        byte[] value = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
        return name + "=:" + Base64.getEncoder().encodeToString(value) + ":";
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "content-digest,sha-256,SHA-256",
        "content-digest,sha-512,SHA-512",
        "repr-digest,sha-256,SHA-256",
        "repr-digest,sha-512,SHA-512"
    })
    void a_digest_that_comes_along_must_be_right(String field, String name, String algorithm) throws Exception {
        Request upload = as(ADA, "POST", "/v1/files?name=a")
                .header(field, digest(name, algorithm, "hello") + ", md5=:AAAA:, unixsum=:AA==:;x=1");
        Response altered = door.ask(upload.with(RequestBody.of("hellO".getBytes(StandardCharsets.UTF_8))));
        assertThat(altered.status()).as("RFC 9530 §2").isEqualTo(400);
        assertThat(field(altered, "type")).isEqualTo("/problems/digest-mismatch");
        assertNothingKept();
        assertThat(door.ask(upload.with(RequestBody.of("hello".getBytes(StandardCharsets.UTF_8))))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void every_digest_that_comes_along_must_be_right() throws Exception {
        Request upload = as(ADA, "POST", "/v1/files?name=a")
                .header("content-digest", digest("sha-256", "SHA-256", "hello"))
                .header("repr-digest", digest("sha-512", "SHA-512", "hellO"))
                .with(RequestBody.of("hello".getBytes(StandardCharsets.UTF_8)));
        assertThat(door.ask(upload).status()).isEqualTo(400);
        assertNothingKept();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha-256", "sha-256=AAAA", "sha-256=:*:", "sha-256=:AAA:x", "", "sha-256=:A:"})
    void a_digest_that_is_none_is_refused(String digest) {
        Request upload = as(ADA, "POST", "/v1/files?name=a").header("content-digest", digest);
        Response answer = door.ask(upload.with(RequestBody.of(new byte[1])));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(field(answer, "type")).isEqualTo("/problems/malformed-request");
        assertNothingKept();
    }

    @Test
    void a_digest_beside_a_form_is_not_silently_forgotten() throws Exception {
        Response answer = door.ask(as(ADA, "POST", "/v1/files")
                .header("content-type", "multipart/form-data; boundary=cut")
                .header("content-digest", digest("sha-256", "SHA-256", "x"))
                .with(RequestBody.of(
                        (file("a", "x") + "--cut--\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8))));
        assertThat(answer.status()).isEqualTo(400);
        assertNothingKept();
    }

    @Test
    void T50_a_body_that_breaks_off_leaves_nothing() {
        Response answer = door.ask(as(ADA, "POST", "/v1/files?name=a").with(new RequestBody() {
            @Override
            public InputStream stream() {
                return new InputStream() {
                    private int left = 100;

                    @Override
                    public int read() {
                        throw new UnsupportedOperationException("read in pieces");
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        if (left-- == 0) {
                            throw new IOException("the client went away");
                        }
                        into[offset] = 'x';
                        return 1;
                    }
                };
            }

            @Override
            public OptionalLong length() {
                return OptionalLong.of(500);
            }
        }));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(field(answer, "type")).isEqualTo("/problems/malformed-request");
        assertNothingKept();
    }

    private static RequestBody undeclared(int size) {
        return new RequestBody() {
            @Override
            public InputStream stream() {
                return new java.io.ByteArrayInputStream(new byte[size]);
            }

            @Override
            public OptionalLong length() {
                return OptionalLong.empty();
            }
        };
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            image/png                | 89504e470d0a1a0a0000000d
            image/jpeg               | ffd8ffe000104a46
            image/gif                | 474946383961ffff
            image/webp               | 52494646aabbccdd57454250
            image/avif               | 000000206674797061766966
            audio/wav                | 52494646aabbccdd57415645
            application/pdf          | 255044462d312e37
            application/zip          | 504b030414000000
            application/gzip         | 1f8b080000000000
            video/mp4                | 000000186674797069736f6d
            video/webm               | 1a45dfa39f42
            audio/mpeg               | 4944330400
            audio/ogg                | 4f67675300
            font/woff2               | 774f463200
            text/plain               | 68656c6c6f
            text/plain               | efbbbf68656c6c6f
            text/html                | 0a20203c48544d4c3e
            application/octet-stream | 00010203
            application/octet-stream | ff
            application/x-elf        | 7f454c46020101
            application/x-sh         | 23212f62696e2f73680a6c730a
            text/x-php               | 3c3f706870206563686f20313b
            text/html                | 3c61206f6e636c69636b3d616c6572742831293e
            text/html                | fffe3c00680074006d006c003e00
            image/svg+xml            | 3c73766720786d6c6e733d22223e
            image/svg+xml            | 3c3f786d6c2076657273696f6e3d22312e30223f3e3c7376673e
            text/html                | 3c3f786d6c2076657273696f6e3d22312e30223f3e3c68746d6c3e
            application/xml          | 3c3f786d6c2076657273696f6e3d22312e30223f3e3c613e
            image/gif                | 4749463839613d312f2a3c7363726970743e
            application/x-msdownload | 4d5a90000300000004000000ffff0000
            application/x-ole-storage | d0cf11e0a1b11ae100000000
            application/octet-stream | 68656c6c6f00
            """)
    void T46_the_type_is_what_the_bytes_show(String type, String hex) {
        Request claiming = as(ADA, "POST", "/v1/files?name=page.html").header("content-type", "text/html");
        Response stored = door.ask(claiming.with(RequestBody.of(HexFormat.of().parseHex(hex))));
        assertThat(field(stored, "type")).isEqualTo(type);
    }
}
