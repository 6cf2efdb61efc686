package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.app.OpenHouse.Ended;
import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.identity.Identity;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sallyport import keycloak} into the data of a house that is open beside it; people then sign in at its street. */
class ImportRealmTest {
    @TempDir
    Path folder;

    private ImportingHouse house;

    @BeforeEach
    void open() {
        house = new ImportingHouse(folder);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void people_of_keycloak_sign_in_with_the_passwords_they_had_and_are_rehashed() throws Exception {
        Ended ended = house.realm();
        assertThat(ended.exit()).as(ended.err()).isEqualTo(Exit.FINDINGS);
        assertThat(ended.out()).contains("People added: 7, here already: 0, not taken: 4.");
        house.signsInAndIsRehashed("ada@example.org", "old pass phrase of ada", "$pbkdf2-sha256$i=27500$");
        house.signsInAndIsRehashed("grace@example.org", "old pass phrase of grace", "$pbkdf2-sha512$i=210000$");
        house.signsInAndIsRehashed("alan@example.org", "old pass phrase of alan", "$argon2id$v=19$m=7168,t=5,p=1$");
        assertThat(house.signIn("mary@example.org", "old pass phrase of mary"))
                .as("disabled there, disabled here")
                .isEqualTo(401);
        assertThat(house.hash("mary@example.org").orElseThrow()).startsWith("$pbkdf2-sha1$i=20000$");
    }

    @Test
    void a_person_keeps_id_name_roles_and_age_and_nobody_becomes_admin() {
        house.realm("--role", "Team Lead=lead", "--role", "shop/manager=shop-manager", "--role", "/staff=staff");
        Person ada = house.person("ada@example.org");
        assertThat(ada.id()).hasToString("0a1b2c3d-0000-4000-8000-000000000001");
        assertThat(ada.name()).isEqualTo("Ada Lovelace");
        assertThat(ada.created().toEpochMilli()).isEqualTo(1600000000123L);
        assertThat(ada.emailVerified()).isTrue();
        assertThat(ada.roles()).containsExactly(new Role("editor"));
        assertThat(house.person("grace@example.org").roles())
                .containsExactly(new Role("lead"), new Role("shop-manager"), new Role("staff"));
        assertThat(house.person("alan@example.org").emailVerified()).isFalse();
        Person katherine = house.person("katherine@example.org");
        List<Identity> linked = house.seen(desk -> desk.stores().identities().of(katherine.id()));
        assertThat(linked).hasSize(1);
        assertThat(linked.getFirst().issuer()).isEqualTo("https://login.acme.example");
        assertThat(linked.getFirst().subject()).isEqualTo("katherine-there");
        assertThat(linked.getFirst().upstream()).isEqualTo("acme");
    }

    @Test
    void the_operator_may_say_that_their_admins_are_ours() {
        house.realm("--role", "admin=admin");
        assertThat(house.person("ada@example.org").roles()).contains(Role.ADMIN);
    }

    @Test
    void clients_come_with_their_secrets_and_without_wildcards() {
        house.realm();
        Client shop = house.client("shop");
        assertThat(shop.name()).isEqualTo("The Shop");
        assertThat(shop.secrets()).containsExactly(Digest.of("k9Zk2bX7vQ4mT1sW8yR3uN6pL0aD5gHj"));
        assertThat(shop.redirectUris()).containsExactly("https://shop.example.org/callback");
        assertThat(shop.grants())
                .containsExactlyInAnyOrder(
                        GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.CLIENT_CREDENTIALS);
        assertThat(shop.scopes().tokens())
                .containsExactly("email", "offline_access", "openid", "orders", "profile", "roles");
        assertThat(shop.metadata().postLogoutRedirects()).containsExactly("https://shop.example.org/bye");
        assertThat(shop.metadata().backchannelLogout()).contains(URI.create("https://shop.example.org/logged-out"));
        Client spa = house.client("spa");
        assertThat(spa.isPublic()).isTrue();
        assertThat(spa.enabled()).isFalse();
        assertThat(spa.redirectUris()).containsExactly("https://app.example.org/callback");
        assertThat(house.client("reporter").secrets()).isEmpty();
        assertThat(Stream.of("account", "wild", "https://sp.example.org", "orders-api"))
                .allSatisfy(id -> assertThat(house.known(id)).isEmpty());
    }

    @Test
    void everything_that_was_not_taken_stands_in_the_report_and_no_secret_does() throws IOException {
        Path report = folder.resolve("left.jsonl");
        Ended ended = house.realm("--report", report.toString());
        String told = Files.readString(report);
        assertThat(Files.getPosixFilePermissions(report)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(List.of(
                        "\"name\":\"Ada@Example.org\",\"field\":\"realmRoles\",\"value\":\"admin\"",
                        "\"name\":\"grace@example.org\",\"field\":\"username\"",
                        "\"name\":\"grace@example.org\",\"field\":\"credentials\",\"value\":\"otp\"",
                        "\"name\":\"grace@example.org\",\"field\":\"attributes\",\"value\":\"department\"",
                        "\"name\":\"grace@example.org\",\"field\":\"realmRoles\",\"value\":\"Team Lead\"",
                        "\"name\":\"grace@example.org\",\"field\":\"clientRoles\",\"value\":\"shop/manager\"",
                        "\"name\":\"grace@example.org\",\"field\":\"groups\",\"value\":\"/staff\"",
                        "\"name\":\"grace@example.org\",\"field\":\"requiredActions\"",
                        "\"name\":\"alan@example.org\",\"field\":\"federatedIdentities\",\"value\":\"acme-login\"",
                        "\"name\":\"katherine@example.org\",\"field\":\"federatedIdentities\",\"value\":\"facebook\"",
                        "\"name\":\"nobody\",\"field\":\"email\"",
                        "\"name\":\"odd@@example.org\",\"field\":\"email\"",
                        "\"name\":\"ada@example.org\",\"field\":\"email\"",
                        "\"name\":\"dear@example.org\",\"field\":\"credentials\"",
                        "\"name\":\"temporary@example.org\",\"field\":\"credentials\"",
                        "\"name\":\"service-account-reporter\"",
                        "\"name\":\"shop\",\"field\":\"redirectUris\",\"value\":\"https://shop.example.org/*\"",
                        "\"name\":\"shop\",\"field\":\"redirectUris\",\"value\":\"http://shop.example.org/plain\"",
                        "\"name\":\"shop\",\"field\":\"directAccessGrantsEnabled\"",
                        "\"name\":\"shop\",\"field\":\"webOrigins\"",
                        "\"name\":\"shop\",\"field\":\"protocolMappers\"",
                        "\"name\":\"shop\",\"field\":\"attributes\",\"value\":\"access.token.lifespan\"",
                        "\"name\":\"spa\",\"field\":\"redirectUris\",\"value\":\"https://app.example.org/silent/*\"",
                        "\"name\":\"wild\",\"field\":\"redirectUris\",\"value\":\"*\"",
                        "\"name\":\"reporter\",\"field\":\"secret\"",
                        "\"name\":\"https://sp.example.org\",\"field\":\"protocol\"",
                        "\"name\":\"orders-api\",\"field\":\"bearerOnly\"",
                        "\"what\":\"provider\",\"name\":\"facebook\"",
                        "\"what\":\"role\",\"name\":\"Team Lead\",\"field\":\"composites\"",
                        "\"name\":\"passwordPolicy\"",
                        "\"name\":\"groups\"",
                        "\"name\":\"smtpServer\""))
                .allSatisfy(line -> assertThat(told).contains(line));
        assertThat(told + ended.out() + ended.err())
                .doesNotContain("yQtP0QGDDlsI")
                .doesNotContain("never-to-be-seen")
                .doesNotContain("k9Zk2bX7");
        assertThat(ended.out()).contains("imported_like: \"$").contains("AAAAAAAAAAAAAAAAAAAAAA$AAAA");
        assertThat(ended.out()).contains("a second factor or passkey cannot come along");
        assertThat(house.realm("--report", report.toString()).exit())
                .as("it is there already")
                .isEqualTo(Exit.USAGE);
    }

    @Test
    void T24_the_line_that_an_import_ends_with_is_a_configuration_and_another_hash_is_none() throws IOException {
        String line = house.realm()
                .out()
                .lines()
                .filter(printed -> printed.contains("imported_like"))
                .findFirst()
                .orElseThrow()
                .strip();
        Path file = Files.writeString(folder.resolve("hiding.yaml"), line + "\n");
        assertThat(Settings.read(Optional.of(file), Map.of()))
                .isInstanceOfSatisfying(
                        Settings.Read.Good.class,
                        good -> assertThat(good.settings()
                                        .configuration()
                                        .accounts()
                                        .password()
                                        .disguise())
                                .isPresent());
        Files.writeString(file, "accounts: { password: { imported_like: \"$2b$31$dear\" } }\n");
        assertThat(Settings.read(Optional.of(file), Map.of()))
                .isInstanceOfSatisfying(
                        Settings.Read.Bad.class,
                        bad -> assertThat(bad.mistakes().toString())
                                .contains("imported_like must be a hash as sallyport import prints it"));
    }
}
