package dev.sallyport.files;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.file.BeginUpload;
import dev.sallyport.domain.file.BlobStore;
import dev.sallyport.domain.file.ContentLocks;
import dev.sallyport.domain.file.ContinueUpload;
import dev.sallyport.domain.file.EndUpload;
import dev.sallyport.domain.file.EnterFile;
import dev.sallyport.domain.file.FileLinks;
import dev.sallyport.domain.file.FinishUpload;
import dev.sallyport.domain.file.InspectContent;
import dev.sallyport.domain.file.MakeThumbnail;
import dev.sallyport.domain.file.ReadFiles;
import dev.sallyport.domain.file.ReadUploads;
import dev.sallyport.domain.file.RemoveFile;
import dev.sallyport.domain.file.ShareFile;
import dev.sallyport.domain.file.StagedBytes;
import dev.sallyport.domain.file.SweepUploads;
import dev.sallyport.domain.file.Turns;
import dev.sallyport.domain.file.TypePolicy;
import dev.sallyport.domain.file.UploadFile;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.Role;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.files.FilesConfiguration.ScannerDown;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.route.BrowserGate;
import dev.sallyport.kit.route.ClientGate;
import dev.sallyport.kit.route.Guards;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.route.Router;
import dev.sallyport.kit.token.MasterKey;
import dev.sallyport.kit.token.TokenVerifier;
import dev.sallyport.storage.Stores;
import dev.sallyport.storage.blob.LocalBlobStore;
import dev.sallyport.storage.blob.LocalStaging;
import dev.sallyport.storage.sql.DatabaseSettings;
import dev.sallyport.testkit.Template;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The files server over SQLite and a folder behind its real locks, without a socket; a token is the name of who holds it. */
final class TestDoor implements AutoCloseable {
    static final String ADA = "ada";
    static final String EVE = "eve";
    static final Instant NOW = Instant.parse("2026-11-04T10:00:00.750Z");

    static final FilesConfiguration SMALL = new FilesConfiguration(
            1_000, 2_500, SweepUploads.STAY, TypePolicy.ANY, Optional.empty(), ScannerDown.REFUSE, Optional.empty());

    /** A database whose schema stands, copied to where a test begins without one. */
    private static final Template EMPTY =
            new Template(file -> Stores.open(new DatabaseSettings.Sqlite(file)).close());

    private static final URI HOUSE = URI.create("https://id.example.org");
    private static final SecureRandom CHANCE = new SecureRandom();
    private static final Map<String, AccessToken> TOKENS = Map.of(
            ADA,
            token(new UUID(1, 1).toString(), true, "files profile"),
            EVE,
            token(new UUID(2, 2).toString(), true, "files"),
            "no-scope",
            token(new UUID(1, 1).toString(), true, "profile"),
            "client",
            token("shop", false, "files"),
            "odd",
            token("not-a-person", true, "files"),
            "editor",
            token(new UUID(3, 3).toString(), true, "files", "editors"));

    final Stores stores;
    final BlobStore blobs;
    final StagedBytes staged;
    volatile Instant now = NOW;
    final List<Route> routes;
    private final Router router;

    TestDoor(Path folder) {
        this(folder, SMALL);
    }

    TestDoor(Path folder, FilesConfiguration configuration) {
        this(folder, configuration, open(folder.resolve("files")));
    }

    private TestDoor(Path folder, FilesConfiguration configuration, BlobStore blobs) {
        this(folder, configuration, blobs, staging(folder.resolve("uploads"), blobs));
    }

    /** Over other stores of bytes. */
    TestDoor(Path folder, FilesConfiguration configuration, BlobStore blobs, StagedBytes staged) {
        RandomSource random = TestDoor::bytes;
        this.stores = Stores.open(new DatabaseSettings.Sqlite(EMPTY.at(folder.resolve("test.db"))));
        this.blobs = blobs;
        var locks = new ContentLocks();
        var limits = new UploadFile.Limits(configuration.maxSize(), configuration.quota());
        this.staged = staged;
        var entering = new EnterFile(
                stores.files(),
                blobs,
                locks,
                new InspectContent(
                        blobs,
                        new SniffedTypes(),
                        configuration.types(),
                        configuration.judge(),
                        configuration.scannerDown() == ScannerDown.ACCEPT),
                stores.audit(),
                this::now,
                random);
        var turns = new Turns();
        var links = new FileLinks(HOUSE, new MasterKey(new byte[MasterKey.LENGTH], random), this::now);
        var stay = configuration.uploadsExpire();
        var server = new FilesServer(
                configuration,
                new UploadFile(stores.files(), blobs, entering, limits, this::now, random),
                new Resumable(
                        new BeginUpload(stores.uploads(), limits, stay, this::now, random),
                        new ContinueUpload(
                                stores.uploads(),
                                staged,
                                new FinishUpload(stores.uploads(), staged, entering),
                                turns,
                                stay,
                                this::now),
                        new ReadUploads(stores.uploads()),
                        new EndUpload(stores.uploads(), staged, turns)),
                new ReadFiles(stores.files(), stores.shares(), blobs),
                new RemoveFile(stores.files(), blobs, locks, stores.audit(), this::now, random),
                new ShareFile(stores.files(), stores.shares(), links, stores.audit(), this::now, random),
                links,
                new MakeThumbnail(blobs, new ImageIoScaler(1)));
        var guards = new Guards(
                HOUSE,
                TestDoor::verify,
                NoBrowser.HERE,
                request -> new ClientGate.Answer.Refused(
                        Problem.unauthorized("no client comes here").response()));
        this.routes = server.routes();
        this.router = new Router(routes, guards);
    }

    private static LocalBlobStore open(Path folder) {
        try {
            return LocalBlobStore.open(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LocalStaging staging(Path folder, BlobStore blobs) {
        try {
            return LocalStaging.open(folder, blobs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Instant now() {
        return now;
    }

    static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        CHANCE.nextBytes(bytes);
        return bytes;
    }

    private static TokenVerifier.Verdict verify(String token) {
        return Optional.ofNullable(TOKENS.get(token))
                .<TokenVerifier.Verdict>map(TokenVerifier.Verdict.Valid::new)
                .orElseGet(() -> new TokenVerifier.Verdict.Invalid("the token has expired"));
    }

    private static AccessToken token(String subject, boolean session, String scope, String... roles) {
        return new AccessToken(
                "https://id.example.org",
                subject,
                List.of("https://id.example.org"),
                ClientId.MOBILE,
                Scope.parse(scope).orElseThrow(),
                new TreeSet<>(Stream.of(roles).map(Role::new).toList()),
                session ? Optional.of(new SessionId(new UUID(5, 6))) : Optional.empty(),
                "1",
                Instant.EPOCH,
                Instant.MAX);
    }

    static PersonId person(String name) {
        return PersonId.of(TOKENS.get(name).subject());
    }

    Response ask(Request request) {
        return router.handle(request);
    }

    static Request as(String who, String method, String path) {
        return Request.of(method, path).header("authorization", "Bearer " + who);
    }

    Response upload(String who, String name, byte[] content) {
        return ask(as(who, "POST", "/v1/files?name=" + name).with(RequestBody.of(content)));
    }

    Response upload(String who, String name, String content) {
        return upload(who, name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** The id of an upload that must succeed. */
    String kept(String who, String name, String content) {
        return field(upload(who, name, content), "id");
    }

    Response get(String who, String id, String... headers) {
        Request request = as(who, "GET", "/v1/files/" + id);
        for (int i = 0; i < headers.length; i += 2) {
            request = request.header(headers[i], headers[i + 1]);
        }
        return ask(request);
    }

    static JsonNode json(Response response) {
        return Json.tree(text(response).getBytes(StandardCharsets.UTF_8));
    }

    static String field(Response response, String name) {
        return json(response).path(name).asString("");
    }

    static String header(Response response, String name) {
        return response.headers().first(name).orElse("");
    }

    /** What a client would receive. */
    static String text(Response response) {
        return switch (response.body()) {
            case ResponseBody.Bytes(byte[] bytes) -> new String(bytes, StandardCharsets.UTF_8);
            case ResponseBody.FilePart(Path file, long offset, long length) -> part(file, offset, length);
            case ResponseBody.Stream stream -> throw new AssertionError("files are not streamed by hand: " + stream);
            case ResponseBody.Forward forward -> throw new AssertionError("nothing is forwarded here: " + forward);
        };
    }

    private static String part(Path file, long offset, long length) {
        try (var content = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[Math.toIntExact(length)];
            content.seek(offset);
            content.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stores.close();
    }

    private enum NoBrowser implements BrowserGate {
        HERE;

        @Override
        public Optional<Claim> byAccessCookie(String cookie) {
            return Optional.empty();
        }

        @Override
        public Optional<Claim> byRefreshCookie(String cookie) {
            return Optional.empty();
        }

        @Override
        public Optional<dev.sallyport.domain.Digest> csrfOf(SessionId session) {
            return Optional.empty();
        }
    }
}
