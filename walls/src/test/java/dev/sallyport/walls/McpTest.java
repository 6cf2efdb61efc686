package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example's server of the Model Context Protocol, and the protocol's own client library before it (RFC 9728 §3, RFC 7591 §3). */
@Tag("slow")
class McpTest {
    private static final String EMAIL = "ada@example.org";
    private static final String PASSWORD = "a long pass phrase";
    private static final Path CLIENTS = Repository.ROOT.resolve("walls/clients");

    @TempDir
    Path folder;

    @Test
    void from_401_to_the_tool_by_registration_and_by_a_document_at_the_clients_id() throws Exception {
        if (!Files.isDirectory(CLIENTS.resolve("node_modules/@modelcontextprotocol/sdk"))) {
            finished(started(new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
                    .directory(CLIENTS.toFile())));
        }
        int port = RunningHouse.freePort();
        String resource = "http://localhost:" + port + "/mcp";
        try (RunningHouse house = RunningHouse.start(folder, RunningHouse.GENEROUS + """
                fetch: { allow_private: true }
                registration:
                  clients: open
                  hosts: [localhost]
                  scopes: [notes]
                  audiences: ["%s"]
                  policy: mcp
                  client_id_metadata_documents: true
                """.formatted(resource))) {
            try (var caller = new Caller(house)) {
                assertThat(caller.register(EMAIL, PASSWORD, "Ada").status()).isEqualTo(202);
            }
            String issuer = "http://localhost:" + house.port();
            Process server = example(port, issuer);
            try {
                var walk = new ProcessBuilder("node", "mcp.mjs").directory(CLIENTS.toFile());
                walk.environment()
                        .putAll(Map.of(
                                "HOUSE", issuer,
                                "EMAIL", EMAIL,
                                "PASSWORD", PASSWORD,
                                "RESOURCE", resource));
                assertThat(finished(started(walk)))
                        .as(house.log())
                        .contains("ok the tool knows the client")
                        .contains("ok its token opens nothing in the house")
                        .contains("ok the document's client gets in");
            } finally {
                server.destroyForcibly().waitFor();
            }
        }
    }

    /** The example as it stands, beside the libraries that are here already. */
    private Process example(int port, String issuer) throws IOException {
        Path place = Files.createDirectory(folder.resolve("mcp-server"));
        Files.copy(Repository.ROOT.resolve("examples/mcp-server/server.mjs"), place.resolve("server.mjs"));
        Files.createSymbolicLink(place.resolve("node_modules"), CLIENTS.resolve("node_modules"));
        var builder = new ProcessBuilder("node", "server.mjs").directory(place.toFile());
        builder.environment().putAll(Map.of("PORT", Integer.toString(port), "ISSUER", issuer));
        Process server = started(builder);
        assertThat(server.inputReader(StandardCharsets.UTF_8).readLine()).contains("takes tokens of " + issuer);
        return server;
    }

    private static Process started(ProcessBuilder builder) throws IOException {
        try {
            return builder.redirectErrorStream(true).start();
        } catch (IOException missing) {
            assumeTrue(false, builder.command().getFirst() + " is not here: " + missing.getMessage());
            throw missing;
        }
    }

    private static String finished(Process process) throws IOException, InterruptedException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
