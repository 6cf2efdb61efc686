package dev.sallyport.app;

import static dev.sallyport.app.MovingHouse.PASSWORD;
import static dev.sallyport.app.MovingHouse.await;
import static dev.sallyport.app.MovingHouse.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.AuditEvent.Kind;
import dev.sallyport.domain.audit.AuditQuery;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.kit.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** People get everything that is kept about them, and leave without a trace, through the doors of a whole house. */
class DataRightsTest {
    private static final String ADA = "ada.lovelace@example.org";
    private static final String EVE = "eve@example.org";
    private static final String SECRET_TEXT = "what only ada wrote, and nobody else";

    @TempDir
    private Path folder;

    private MovingHouse house;

    @BeforeEach
    void open() throws Exception {
        house = new MovingHouse(folder, "collections: { notes: { access: owner, schema: { type: object } } }");
        house.join(ADA);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private JsonNode upload(String token, String name, String text) throws Exception {
        var answer = house.send(house.to("/v1/files?name=" + name)
                .header("authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(text)));
        assertThat(answer.statusCode()).isEqualTo(201);
        return json(answer);
    }

    private void note(String token, String text) throws Exception {
        var answer = house.send(house.to("/v1/documents/notes/one")
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json")
                .PUT(BodyPublishers.ofString("{\"text\":\"" + text + "\"}")));
        assertThat(answer.statusCode()).isEqualTo(201);
    }

    private JsonNode ready(String token, String id) throws Exception {
        var seen = new JsonNode[1];
        await("a whole archive", () -> {
            try {
                seen[0] = json(house.get("/v1/profile/exports/" + id, token));
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
            return seen[0].path("status").asString().equals("ready");
        });
        return seen[0];
    }

    private static Map<String, String> entries(byte[] zip) throws IOException {
        var all = new LinkedHashMap<String, String>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                all.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return all;
    }

    private byte[] fetch(JsonNode export) throws Exception {
        URI link = URI.create(export.path("archive").asString());
        HttpResponse<byte[]> answer = house.get(link.getPath() + "?" + link.getQuery(), "");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/zip");
        return answer.body();
    }

    @Test
    void a_person_gets_everything_as_one_archive() throws Exception {
        String token = house.signIn(ADA);
        String file = upload(token, "notes.txt", SECRET_TEXT).path("id").asString();

        note(token, "a note of ada's");

        HttpResponse<byte[]> asked = house.post("/v1/profile/exports", Map.of(), token);
        assertThat(asked.statusCode()).isEqualTo(202);
        String id = json(asked).path("id").asString();
        assertThat(asked.headers().firstValue("location")).contains("/v1/profile/exports/" + id);

        JsonNode export = ready(token, id);
        Map<String, String> archive = entries(fetch(export));
        assertThat(archive)
                .containsOnlyKeys(
                        "README.txt",
                        "account.json",
                        "sessions.json",
                        "consents.json",
                        "identities.json",
                        "activity.json",
                        "files/" + file + "/notes.txt",
                        "files.json",
                        "uploads.json",
                        "documents.json",
                        "documents/notes/one.json",
                        "files-shared-with-you.json")
                .containsEntry("documents/notes/one.json", "{\"text\":\"a note of ada's\"}")
                .containsEntry("files/" + file + "/notes.txt", SECRET_TEXT);
        assertThat(Json.tree(archive.get("account.json").getBytes(StandardCharsets.UTF_8))
                        .path(0)
                        .path("email")
                        .asString())
                .isEqualTo(ADA);
        assertThat(archive.get("activity.json")).contains("session.signed_in", "file.uploaded", "export.asked");
        assertThat(String.join("", archive.values())).doesNotContain("$argon2", PASSWORD);
        assertThat(house.token(ADA, "/verify-email")).isNotEmpty();
        await(
                "a letter that says so",
                () -> house.ports.stores().keptLetters().list(Slice.first(9)).items().stream()
                        .anyMatch(letter -> letter.plain().contains("/account")));
    }

    @Test
    void another_export_waits_its_hour_and_leaves_the_first_archive_out() throws Exception {
        String token = house.signIn(ADA);
        String first = json(house.post("/v1/profile/exports", Map.of(), token))
                .path("id")
                .asString();
        ready(token, first);
        HttpResponse<byte[]> again = house.post("/v1/profile/exports", Map.of(), token);
        assertThat(again.statusCode()).isEqualTo(429);
        assertThat(json(again).path("detail").asString()).contains(first);

        house.pass(Duration.ofMinutes(61));
        token = house.signIn(ADA);
        String second = json(house.post("/v1/profile/exports", Map.of(), token))
                .path("id")
                .asString();
        assertThat(entries(fetch(ready(token, second))).keySet()).noneMatch(name -> name.startsWith("files/"));
        assertThat(json(house.get("/v1/profile/exports", token)).path("items")).hasSize(2);
    }

    @Test
    void an_archive_goes_after_a_week() throws Exception {
        String token = house.signIn(ADA);
        String id = json(house.post("/v1/profile/exports", Map.of(), token))
                .path("id")
                .asString();
        ready(token, id);
        assertThat(json(house.get("/v1/files", token)).path("items")).hasSize(1);
        house.pass(Duration.ofDays(8));
        String later = house.signIn(ADA);
        // The file goes first, and then what is said of it.
        await("an end of the export", () -> {
            try {
                return house.get("/v1/profile/exports/" + id, later).statusCode() == 404;
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(json(house.get("/v1/files", later)).path("items")).isEmpty();
    }

    @Test
    void T47_an_export_is_its_owners_alone() throws Exception {
        String id = json(house.post("/v1/profile/exports", Map.of(), house.signIn(ADA)))
                .path("id")
                .asString();
        house.join(EVE);
        String eve = house.signIn(EVE);
        assertThat(house.get("/v1/profile/exports/" + id, eve).statusCode()).isEqualTo(404);
        assertThat(json(house.get("/v1/profile/exports", eve)).path("items")).isEmpty();
        assertThat(house.get("/v1/profile/exports/no-id", eve).statusCode()).isEqualTo(404);
        assertThat(house.get("/v1/profile/exports/" + id, "").statusCode()).isEqualTo(401);
    }

    @Test
    void T07_an_account_goes_only_by_its_password_and_its_mailbox() throws Exception {
        String token = house.signIn(ADA);
        assertThat(house.post("/v1/auth/erase", Map.of(), token).statusCode()).isEqualTo(422);
        HttpResponse<byte[]> wrong = house.post("/v1/auth/erase", Map.of("password", "a guess of eve's"), token);
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(json(wrong).path("errors").path(0).path("pointer").asString())
                .isEqualTo("/password");
        assertThat(house.post("/v1/auth/erase", Map.of("password", PASSWORD), "")
                        .statusCode())
                .isEqualTo(401);
        assertThat(house.post("/v1/auth/erase", Map.of("password", PASSWORD), token)
                        .statusCode())
                .isEqualTo(202);
        String older = house.token(ADA, "/erase-account");
        assertThat(house.get("/v1/auth/me", token).statusCode()).isEqualTo(200);

        assertThat(house.post("/v1/auth/erase", Map.of("password", PASSWORD), token)
                        .statusCode())
                .isEqualTo(202);
        assertThat(house.post("/v1/auth/erase/confirm", Map.of("token", older), "")
                        .statusCode())
                .as("only the newest link is good")
                .isEqualTo(400);
        await("a newer letter", () -> !tokenNow().equals(older));
        String newer = tokenNow();
        house.pass(Duration.ofMinutes(61));
        assertThat(house.post("/v1/auth/erase/confirm", Map.of("token", newer), "")
                        .statusCode())
                .as("a link is good for an hour")
                .isEqualTo(400);
        assertThat(house.signIn(ADA)).isNotEmpty();
    }

    private String tokenNow() {
        try {
            return house.token(ADA, "/erase-account");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothing_is_left_of_an_erased_person_but_what_happened() throws Exception {
        String token = house.signIn(ADA);
        upload(token, "notes.txt", SECRET_TEXT);
        note(token, "a note of ada's");
        PersonId id = house.ports
                .stores()
                .people()
                .byEmail(new EmailAddress(ADA))
                .orElseThrow()
                .id();
        house.post("/v1/auth/erase", Map.of("password", PASSWORD), token);
        String link = house.token(ADA, "/erase-account");
        assertThat(house.post("/v1/auth/erase/confirm", Map.of("token", link), "")
                        .statusCode())
                .isEqualTo(202);
        assertThat(house.post("/v1/auth/erase/confirm", Map.of("token", link), "")
                        .statusCode())
                .isEqualTo(400);
        assertThat(house.post("/v1/auth/login_mobile", Map.of("username", ADA, "password", PASSWORD), "")
                        .statusCode())
                .isEqualTo(401);

        // What an access token that is out still brings in the meantime goes with the second round.
        upload(token, "late.txt", SECRET_TEXT);
        house.pass(Duration.ofMinutes(7));
        await("an end of the account", () -> erased(id).isPresent());
        AuditEvent proof = erased(id).orElseThrow();
        assertThat(proof.details())
                .containsEntry("by", "self")
                .containsEntry("account", "1")
                .containsEntry("documents", "1")
                .containsEntry("files", "2")
                .containsEntry("sessions", "1");

        assertThat(house.filesWith(ADA)).isEmpty();
        assertThat(house.filesWith(SECRET_TEXT)).isEmpty();
        assertThat(house.filesWith("notes.txt")).isEmpty();
        assertThat(house.filesWith("a note of ada's")).isEmpty();
        house.join(ADA);
        assertThat(house.signIn(ADA)).as("the address is anybody's again").isNotEmpty();
    }

    private Optional<AuditEvent> erased(PersonId id) {
        var query = new AuditQuery(Optional.of(Kind.ACCOUNT_ERASED), Optional.of(id), Instant.EPOCH, Instant.MAX);
        return house.ports.stores().audit().find(query, Slice.first(1)).items().stream()
                .findFirst();
    }
}
