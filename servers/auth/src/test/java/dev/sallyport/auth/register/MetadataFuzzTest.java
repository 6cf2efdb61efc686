package dev.sallyport.auth.register;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientPolicy;
import dev.sallyport.domain.client.ClientTerms;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.client.RegistrationRules;
import dev.sallyport.domain.client.RegistrationRules.Judged;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.json.Json;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Whatever a stranger says of a client, it is refused in printable words or is a third party within the rules (T31). */
class MetadataFuzzTest {
    private static final Set<String> HOSTS = Set.of("app.example.org", "localhost", "org.example.app:");
    private static final RegistrationRules RULES = new RegistrationConfiguration(
                    RegistrationConfiguration.Clients.OPEN,
                    HOSTS,
                    Set.of("openid", "profile"),
                    List.of(URI.create("https://mcp.example.org/mcp")),
                    ClientPolicy.MCP,
                    Duration.ofDays(30),
                    List.of(),
                    true)
            .rules(Set.of(Algorithm.ES256, Algorithm.RS256), Set.of());

    @Provide
    Arbitrary<String> uris() {
        Arbitrary<String> pieces = Arbitraries.of(
                "https",
                "http",
                "HTTPS",
                "javascript",
                "data",
                "org.example.app",
                "httpx.y",
                ":",
                "://",
                "//",
                "/",
                "\\",
                "app.example.org",
                "APP.example.org",
                "evil.example",
                "localhost",
                "127.0.0.1",
                "[::1]",
                "[",
                "@",
                "#",
                "?",
                "*",
                "..",
                "%2e",
                "%00",
                "%",
                ":8080",
                ":99999999999",
                " ",
                "\t",
                "\r\n",
                "\0",
                "ü",
                "\ud83d",
                "\u202e",
                "cb");
        return Arbitraries.oneOf(
                pieces.list().ofMaxSize(8).map(list -> String.join("", list)),
                pieces.list().ofMaxSize(4).map(list -> "https://app.example.org/" + String.join("", list)),
                pieces.list().ofMaxSize(4).map(list -> "https://" + String.join("", list)),
                Arbitraries.strings().ofMaxLength(30));
    }

    @Property(tries = 5_000)
    void T01_T02_T03_a_redirect_uri_is_refused_or_leads_where_it_may(@ForAll("uris") String sent) {
        JsonNode tree = tree(Map.of("redirect_uris", List.of(sent)));
        // Half a surrogate pair cannot be sent, so what has arrived is looked at.
        String uri = tree.path("redirect_uris").get(0).asString();
        switch (MetadataDocument.judge(tree, RULES)) {
            case Judged.Unfit(var fault, var why) -> assertThat(why).matches("[\\x20\\x21\\x23-\\x5B\\x5D-\\x7E]+");
            case Judged.Fit(var terms) -> {
                assertThat(terms.redirectUris()).as("RFC 6749 §3.1.2").containsExactly(uri);
                URI parsed = URI.create(uri);
                assertThat(parsed.getRawFragment()).isNull();
                assertThat(parsed.getRawUserInfo()).isNull();
                assertThat(uri).doesNotContain("*", "\\", " ", "\0");
                switch (parsed.getScheme()) {
                    case "https" ->
                        assertThat(parsed.getHost().toLowerCase(Locale.ROOT))
                                .isIn("app.example.org", "localhost", "127.0.0.1", "[::1]");
                    case "http" -> assertThat(parsed.getHost()).isIn("localhost", "127.0.0.1", "[::1]");
                    default -> assertThat(parsed.getScheme()).isEqualTo("org.example.app");
                }
            }
        }
    }

    @Provide
    Arbitrary<Map<String, Object>> documents() {
        Arbitrary<String> names = Arbitraries.of(
                "client_name",
                "redirect_uris",
                "token_endpoint_auth_method",
                "grant_types",
                "response_types",
                "scope",
                "jwks",
                "jwks_uri",
                "post_logout_redirect_uris",
                "subject_type",
                "id_token_signed_response_alg",
                "userinfo_signed_response_alg",
                "dpop_bound_access_tokens",
                "require_pushed_authorization_requests",
                "backchannel_logout_uri",
                "frontchannel_logout_uri",
                "id_token_encrypted_response_alg",
                "id_token_encrypted_response_enc",
                "client_id",
                "trusted",
                "roles",
                "origin",
                "policy",
                "software_id");
        Arbitrary<Object> texts = Arbitraries.of(
                "none",
                "client_secret_basic",
                "private_key_jwt",
                "code",
                "token",
                "authorization_code",
                "client_credentials",
                "openid",
                "openid roles",
                "roles",
                "pairwise",
                "ECDH-ES",
                "A256GCM",
                "ES256",
                "HS256",
                "https://app.example.org/cb",
                "javascript:x",
                "",
                "\u202e",
                "Notes",
                1,
                true,
                false);
        Arbitrary<Object> values = Arbitraries.oneOf(
                texts,
                texts.list().ofMaxSize(3).map(list -> list),
                Arbitraries.maps(names, texts).ofMaxSize(2).map(m -> m));
        return Arbitraries.maps(names, values).ofMaxSize(8).map(all -> {
            all.putIfAbsent("redirect_uris", List.of("https://app.example.org/cb"));
            return all;
        });
    }

    @Property(tries = 5_000)
    void T31_a_document_is_refused_or_describes_a_third_party(@ForAll("documents") Map<String, Object> document) {
        if (MetadataDocument.judge(tree(document), RULES) instanceof Judged.Fit(var terms)) {
            assertThat(terms.metadata().trusted()).isFalse();
            assertThat(Scope.of("openid", "profile").covers(terms.scopes())).isTrue();
            assertThat(terms.scopes().isEmpty()).isFalse();
            assertThat(terms.grants()).isSubsetOf(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN);
            assertThat(terms.metadata().policy()).isEqualTo(ClientPolicy.MCP);
            assertThat(terms.name()).isNotBlank();
            assertThat(again(terms))
                    .as("what is told is judged as what was asked")
                    .isEqualTo(new Judged.Fit(terms));
        }
    }

    private static Judged again(ClientTerms terms) {
        var client = terms.documented(new ClientId("x"), Instant.EPOCH);
        return MetadataDocument.judge(tree(MetadataDocument.of(client)), RULES);
    }

    @Property(tries = 2_000)
    void T43_no_text_breaks_the_reading(@ForAll @Size(max = 200) byte[] bytes, @ForAll("uris") String id) {
        JsonNode tree;
        try {
            tree = Json.tree(bytes);
        } catch (JacksonException notJson) {
            tree = tree(List.of(id));
        }
        assertThat(MetadataDocument.judge(tree, RULES)).isInstanceOf(Judged.Unfit.class);
        if (!id.isEmpty() && id.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            DocumentAddress.of(new ClientId(id), false)
                    .ifPresent(uri -> assertThat(uri.toString()).isEqualTo(id).startsWith("https://"));
        }
    }

    private static JsonNode tree(Object value) {
        return Json.tree(Json.text(value).getBytes(UTF_8));
    }
}
