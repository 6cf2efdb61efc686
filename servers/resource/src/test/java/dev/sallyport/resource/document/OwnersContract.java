package dev.sallyport.resource.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.document.Expected;
import dev.sallyport.domain.document.Query;
import dev.sallyport.domain.document.Space;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.storage.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every verb on every kind of collection by every party (T47): what each is answered is said here once more, by what a party is to a
 * collection, apart from how the program decides. After every call the document says what it said, unless the party may change it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OwnersContract {
    private static final String ANY = "\"schema\":{\"type\":\"object\"}";
    private static final String COLLECTIONS = "{"
            + "\"private\":{\"access\":\"owner\"," + ANY + "},"
            + "\"delegated\":{\"access\":\"owner\",\"scope\":\"notes\"," + ANY + "},"
            + "\"published\":{\"access\":\"owner\",\"public_read\":true," + ANY + "},"
            + "\"role\":{\"access\":\"role:editor\"," + ANY + "},"
            + "\"role-read\":{\"access\":\"role:editor\",\"public_read\":true," + ANY + "},"
            + "\"scope\":{\"access\":\"scope:stock\"," + ANY + "},"
            + "\"scope-read\":{\"access\":\"scope:stock\",\"public_read\":true," + ANY + "}}";

    private static final String HERS = "{\"said\":\"by the writer\"}";
    private static final String OTHER = "{\"said\":\"by another\"}";
    private static final List<String> KINDS =
            List.of("private", "delegated", "published", "role", "role-read", "scope", "scope-read");
    private static final List<String> PARTIES = List.of(
            "nobody",
            "ada",
            "eve",
            "editor",
            "admin",
            "ada by another client",
            "ada by a client without leave",
            "stock client",
            "other client",
            "expired");

    /** What a party is to a collection. */
    private enum Being {
        /** May do all with the document. */
        WRITER,
        /** Has a space of their own, in which the document is not. */
        APART,
        /** Reads the document, and writes others of their own. */
        NEIGHBOUR,
        /** Reads. */
        READER,
        /** Reads without a token. */
        PUBLIC,
        /** Shows a token that is good for nothing here. */
        STRANGER,
        /** Shows a token without the scope. */
        UNSCOPED,
        /** Shows no token that holds. */
        NOBODY
    }

    private Stores stores;
    private DocumentDoor door;

    abstract Stores emptyStores() throws Exception;

    @BeforeAll
    void open() throws Exception {
        stores = emptyStores();
    }

    /** Each test finds the stores as they were, without a document. */
    @BeforeEach
    void clear() {
        door = new DocumentDoor(stores, COLLECTIONS);
        for (int person = 1; person <= 4; person++) {
            stores.documents().removeOwnedBy(new PersonId(new UUID(0, person)), 1_000, DocumentDoor.NOW);
        }
        for (String collection : KINDS) {
            Space space = Space.shared(collection);
            for (var document :
                    stores.documents().list(space, Query.ALL, Slice.first(200)).items()) {
                stores.documents()
                        .remove(space, document.id(), Optional.empty(), new Expected.Anything(), DocumentDoor.NOW);
            }
        }
    }

    @AfterAll
    void close() {
        stores.close();
    }

    private static String writer(String collection) {
        return switch (collection) {
            case "role", "role-read" -> "editor";
            case "scope", "scope-read" -> "stock client";
            default -> "ada";
        };
    }

    private static Being being(String party, String collection) {
        boolean open = collection.equals("published") || collection.endsWith("-read");
        if (party.equals("nobody") || party.equals("expired")) {
            return open ? Being.PUBLIC : Being.NOBODY;
        }
        if (party.equals(writer(collection))
                || (party.equals("ada by another client") && collection.equals("delegated"))) {
            return Being.WRITER;
        }
        boolean atHome = List.of("ada", "eve", "editor", "admin").contains(party);
        return switch (collection) {
            case "private", "delegated" -> atHome ? Being.APART : Being.STRANGER;
            case "published" -> atHome ? Being.NEIGHBOUR : Being.READER;
            case "role" -> Being.STRANGER;
            case "scope" -> Being.UNSCOPED;
            case "scope-read" -> Being.UNSCOPED;
            default -> Being.READER;
        };
    }

    private static int expected(Being being, String verb, boolean open) {
        boolean reads = List.of("GET", "HEAD", "LIST", "CHANGES").contains(verb);
        if (open && reads) {
            return 200;
        }
        return switch (being) {
            case WRITER -> Map.of("POST", 201, "DELETE", 204, "BULK", 204).getOrDefault(verb, 200);
            case APART ->
                Map.of("LIST", 200, "CHANGES", 200, "POST", 201, "PUT", 201).getOrDefault(verb, 404);
            case NEIGHBOUR -> verb.equals("POST") ? 201 : 403;
            case READER -> 403;
            case STRANGER -> 404;
            case UNSCOPED -> 403;
            case NOBODY, PUBLIC -> 401;
        };
    }

    static Stream<Arguments> everything() {
        return KINDS.stream()
                .flatMap(collection -> PARTIES.stream()
                        .flatMap(party -> Stream.of(
                                        "GET", "HEAD", "LIST", "CHANGES", "POST", "PUT", "PATCH", "DELETE", "BULK")
                                .map(verb -> Arguments.of(collection, party, verb))));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void T47_every_verb_on_every_kind_of_collection_by_every_party(String collection, String party, String verb)
            throws IOException {
        assertThat(door.ask(writer(collection), "PUT", collection + "/d", HERS).status())
                .isEqualTo(201);
        boolean open = collection.equals("published") || collection.endsWith("-read");
        Being being = being(party, collection);

        Response answer = asked(collection, party, verb);
        assertThat(status(answer, verb)).as(being.name()).isEqualTo(expected(being, verb, open));

        boolean sees = open || being == Being.WRITER;
        if (!sees) {
            assertThat(shown(answer)).doesNotContain("by the writer");
        }
        boolean changes = being == Being.WRITER
                && List.of("PUT", "PATCH", "DELETE", "BULK").contains(verb);
        if (!changes) {
            assertThat(DocumentDoor.text(door.get(writer(collection), collection + "/d")))
                    .isEqualTo(HERS);
        }
    }

    private Response asked(String collection, String party, String verb) {
        String one = collection + "/d";
        return switch (verb) {
            case "GET", "HEAD" -> door.ask(party, verb, one, "");
            case "LIST" -> door.get(party, collection);
            case "CHANGES" -> door.get(party, collection + "/changes?after=0");
            case "POST" -> door.ask(party, "POST", collection, OTHER);
            case "PUT", "PATCH" -> door.ask(party, verb, one, OTHER);
            case "DELETE" -> door.ask(party, verb, one, "");
            default -> door.ask(party, "POST", collection + "/bulk", "{\"items\":[{\"op\":\"delete\",\"id\":\"d\"}]}");
        };
    }

    private static int status(Response answer, String verb) {
        return verb.equals("BULK") && answer.status() == 200
                ? DocumentDoor.json(answer).path("items").path(0).path("status").asInt(0)
                : answer.status();
    }

    /** All that an answer shows; of a feed, what it tells at once. */
    private static String shown(Response answer) throws IOException {
        if (!(answer.body() instanceof ResponseBody.Stream(var stream, var length))) {
            return DocumentDoor.text(answer);
        }
        try (stream) {
            byte[] piece = new byte[10_000];
            return new String(piece, 0, Math.max(0, stream.read(piece)), StandardCharsets.UTF_8);
        }
    }

    @Test
    void T48_what_one_may_not_read_looks_exactly_like_what_is_not_there() {
        door.ask("ada", "PUT", "private/d", HERS);
        for (String verb : List.of("GET", "PATCH", "DELETE")) {
            Response hers = door.ask("eve", verb, "private/d", verb.equals("PATCH") ? OTHER : "");
            Response none = door.ask("eve", verb, "private/none", verb.equals("PATCH") ? OTHER : "");
            assertThat(hers.status()).isEqualTo(none.status()).isEqualTo(404);
            assertThat(DocumentDoor.text(hers)).isEqualTo(DocumentDoor.text(none));
            assertThat(hers.headers().toString()).isEqualTo(none.headers().toString());
        }
    }

    @Test
    void T47_a_list_a_page_and_a_feed_show_a_person_their_own_and_nothing_else() throws IOException {
        for (int i = 0; i < 5; i++) {
            door.ask("ada", "PUT", "private/d" + i, HERS);
            door.ask("eve", "PUT", "private/d" + i, OTHER);
        }
        Response first = door.get("ada", "private?limit=2");
        String next = DocumentDoor.json(first).path("next").asString("");
        assertThat(DocumentDoor.text(door.get("eve", "private?limit=2&after=" + next)))
                .contains("by another")
                .doesNotContain("by the writer");
        Response feed = door.get("eve", "private/changes?after=0");
        var stream = ((ResponseBody.Stream) feed.body()).stream();
        byte[] piece = new byte[10_000];
        int opening = stream.read(piece);
        String told = new String(piece, 0, opening, StandardCharsets.UTF_8)
                + new String(piece, 0, stream.read(piece), StandardCharsets.UTF_8);
        stream.close();
        assertThat(told).contains("by another").doesNotContain("by the writer");
        assertThat(told.split("event: put", -1)).hasSize(6);
    }

    @Test
    void T48_an_entity_tag_of_one_person_is_none_of_anothers() {
        String hers = DocumentDoor.header(door.ask("ada", "PUT", "private/d", HERS), "etag");
        String eves = DocumentDoor.header(door.ask("eve", "PUT", "private/d", OTHER), "etag");
        assertThat(hers).isNotEqualTo(eves);
        assertThat(door.get("eve", "private/d", "if-none-match", hers).status()).isEqualTo(200);
        assertThat(door.get("eve", "private/d", "if-none-match", eves).status()).isEqualTo(304);
        assertThat(door.ask("eve", "PUT", "private/d", OTHER, "if-match", hers).status())
                .isEqualTo(412);
    }

    @Test
    void T47_what_was_written_in_private_stays_so_when_the_collection_is_published() {
        door.ask("ada", "PUT", "private/d", HERS);
        var published = new DocumentDoor(
                stores,
                COLLECTIONS.replace(
                        "\"private\":{\"access\":\"owner\"", "\"private\":{\"access\":\"owner\",\"public_read\":true"));
        assertThat(published.get("nobody", "private/d").status()).isEqualTo(404);
        assertThat(published.get("ada", "private/d").status()).isEqualTo(404);
        assertThat(stores.documents()
                        .list(Space.shared("private"), Query.ALL, Slice.first(1))
                        .items())
                .isEmpty();
        assertThat(DocumentDoor.text(door.get("ada", "private/d"))).isEqualTo(HERS);
    }
}
