package dev.sallyport.walls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What others think of the pages (L11): Mozilla's HTTP Observatory gives the app, the console and the sign-in page 130 points at
 * least and all of its tests, and Google's CSP Evaluator has nothing bad to say. Behind TLS, as in life.
 */
@Tag("slow")
@Tag("long")
class ObservatoryTest {
    private static final Path OBSERVATORY = Repository.ROOT.resolve("walls/observatory");
    private static final String PASSWORD = "only in this test";

    @TempDir
    static Path folder;

    @Test
    void L11_the_app_the_console_and_the_sign_in_page_stand_before_other_peoples_rules() throws Exception {
        if (!Files.isDirectory(OBSERVATORY.resolve("node_modules/csp_evaluator"))) {
            Ran npm = run(Map.of(), "npm", "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund");
            assumeTrue(npm.exit() == 0, "npm could not fetch the rules: " + npm.said());
        }
        Path certificate = certificate();
        int street = RunningHouse.freePort();
        try (var house = RunningHouse.start(folder, """
                public_url: https://localhost:%d
                trusted_proxies: ["127.0.0.1/32"]
                clients:
                  - id: spa
                    public: true
                    grants: [authorization_code]
                    scopes: [openid]
                    redirect_uris: ["https://app.example.org/callback"]
                """.formatted(street))) {
            Ran observed = run(
                    Map.of(
                            "HOUSE_PORT", Integer.toString(house.port()),
                            "TLS_PORT", Integer.toString(street),
                            "CERTIFICATE", certificate.toString(),
                            "KEY", folder.resolve("key.pem").toString(),
                            "NODE_EXTRA_CA_CERTS", certificate.toString(),
                            "PAGES", pages("/", "/admin/people", authorize())),
                    "node",
                    "observe.mjs");
            assertThat(observed.said()).contains("ok nothing to mend", "/sign-in: ", "/admin/people: ");
            assertThat(observed.exit()).isZero();
        }
    }

    private static String authorize() {
        return "/oauth2/authorize?client_id=spa&response_type=code&scope=openid&state=here&redirect_uri="
                + URLEncoder.encode("https://app.example.org/callback", UTF_8)
                + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
    }

    private static String pages(String... paths) {
        return Arrays.stream(paths).map(path -> "\"" + path + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    private record Ran(int exit, String said) {}

    private static Ran run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder(command).directory(OBSERVATORY.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException missing) {
            assumeTrue(false, command[0] + " is not here: " + missing.getMessage());
            throw missing;
        }
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        return new Ran(process.exitValue(), said);
    }

    /** A certificate for localhost that this test's own Node is told to believe, and its key. */
    private static Path certificate() throws Exception {
        Path store = folder.resolve("door.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "door",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-ext",
                        "bc:c",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Key key = keys.getKey("door", PASSWORD.toCharArray());
        Files.writeString(folder.resolve("key.pem"), pem("PRIVATE KEY", key.getEncoded()));
        return Files.writeString(
                folder.resolve("certificate.pem"),
                pem("CERTIFICATE", keys.getCertificate("door").getEncoded()));
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind + "-----\n";
    }
}
