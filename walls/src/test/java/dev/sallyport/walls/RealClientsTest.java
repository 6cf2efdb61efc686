package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Client libraries that nobody wrote for us, with nothing but the issuer's address, through the front door. */
@Tag("slow")
class RealClientsTest {
    private static final String SECRET = "a secret of the shop";
    private static final String EMAIL = "ada@example.org";
    private static final String PASSWORD = "a long pass phrase";
    private static final Path CLIENTS = Repository.ROOT.resolve("walls/clients");

    @TempDir
    static Path folder;

    private static RunningHouse house;
    private static Path key;

    @BeforeAll
    static void open() throws Exception {
        ECKey bank = new ECKeyGenerator(Curve.P_256).keyID("bank-1").generate();
        key = Files.writeString(folder.resolve("bank.jwk"), bank.toJSONString());
        Files.writeString(folder.resolve("bank.jwks"), new JWKSet(bank.toPublicJWK()).toString());
        Files.writeString(folder.resolve("shop.secret"), SECRET);
        house = RunningHouse.start(folder, RunningHouse.GENEROUS + """
                clients:
                  - id: shop
                    secret_file: "%1$s/shop.secret"
                    grants: [authorization_code, refresh_token, client_credentials]
                    scopes: [openid, profile, email, orders]
                    redirect_uris: ["http://127.0.0.1:9/callback"]
                    post_logout_redirect_uris: ["http://127.0.0.1:9/callback"]
                  - id: bank
                    authentication: private_key_jwt
                    jwks_file: "%1$s/bank.jwks"
                    policy: fapi2
                    grants: [authorization_code, refresh_token]
                    scopes: [openid, email]
                    redirect_uris: ["http://127.0.0.1:9/callback"]
                """.formatted(folder));
        try (var caller = new Caller(house)) {
            assertThat(caller.register(EMAIL, PASSWORD, "Ada").status()).isEqualTo(202);
        }
        if (!Files.isDirectory(CLIENTS.resolve("node_modules/openid-client"))) {
            run(new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"));
        }
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static String run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process;
        try {
            process = builder.directory(CLIENTS.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException missing) {
            assumeTrue(false, builder.command().getFirst() + " is not here: " + missing.getMessage());
            throw missing;
        }
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said + house.log()).isZero();
        return said;
    }

    private static String walk(String script) throws Exception {
        var builder = new ProcessBuilder("node", script);
        builder.environment()
                .putAll(Map.of(
                        "HOUSE", "http://localhost:" + house.port(),
                        "EMAIL", EMAIL,
                        "PASSWORD", PASSWORD,
                        "SECRET", SECRET,
                        "KEY_FILE", key.toString()));
        return run(builder);
    }

    @Test
    void openid_client_walks_code_userinfo_refresh_introspection_revocation_and_sign_out() throws Exception {
        assertThat(walk("openid-client.mjs")).contains("ok signed out and back at the client");
    }

    @Test
    void oauth4webapi_walks_pushed_requests_private_key_jwt_and_dpop() throws Exception {
        assertThat(walk("oauth4webapi.mjs")).contains("ok without a proof the token opens nothing");
    }
}
