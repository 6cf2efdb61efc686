package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.CertificateName;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.Client.Origin;
import dev.sallyport.domain.client.ClientAuthentication;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientMetadata;
import dev.sallyport.domain.client.ClientPolicy;
import dev.sallyport.domain.client.ClientStore;
import dev.sallyport.domain.client.ClientStore.Reconciled;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.client.MutualTls;
import dev.sallyport.domain.grant.Consent;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.token.Algorithm;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of clients does. */
abstract class ClientStoreContract extends StoreContract {
    ClientStore clients() {
        return stores().clients();
    }

    private static Client client(String id, String name, Origin origin) {
        return new Client(
                new ClientId(id),
                name,
                false,
                List.of(Digest.of("one"), Digest.of("two")),
                Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN),
                Scope.of("openid", "orders"),
                List.of("https://app.example.org/callback", "com.example.app:/callback?a=b c"),
                false,
                true,
                origin,
                NOW,
                ClientMetadata.NONE);
    }

    private static Client withMetadata(Client c) {
        var metadata = new ClientMetadata(
                Optional.of(ClientAuthentication.PRIVATE_KEY_JWT),
                Optional.of("{\"keys\":[]}"),
                Optional.of(URI.create("https://app.example.org/jwks")),
                List.of("https://app.example.org/bye"),
                Optional.empty(),
                Optional.empty(),
                List.of("https://api.example.org"),
                true,
                true,
                false,
                Optional.of(Algorithm.EDDSA),
                Optional.empty(),
                true,
                Optional.of("example.org"),
                Optional.of(new ClientMetadata.Encryption("ECDH-ES", "A256GCM")),
                Optional.of(new MutualTls(
                        Optional.of(new CertificateName(CertificateName.Kind.SAN_DNS, "app.example.org")), true)),
                Optional.of("digest"),
                ClientPolicy.FAPI2,
                false,
                false,
                Optional.empty());
        return new Client(
                c.id(),
                c.name(),
                true,
                List.of(),
                Set.of(),
                Scope.NONE,
                List.of(),
                true,
                false,
                Origin.REGISTERED,
                NOW,
                metadata);
    }

    private List<String> ids(int limit) {
        return Pages.walk(limit, clients()::list).stream()
                .map(client -> client.id().value())
                .toList();
    }

    @Test
    void a_client_is_found_as_it_was_added_and_ids_are_told_apart_byte_by_byte() {
        Client shop = client("shop", "The shop 🗝", Origin.ADDED);
        Client other = withMetadata(client("Shop", "", Origin.REGISTERED));
        assertThat(clients().add(shop)).isTrue();
        assertThat(clients().add(other)).isTrue();
        assertThat(clients().byId(shop.id())).contains(shop);
        assertThat(clients().byId(other.id())).contains(other);
        assertThat(clients().byId(new ClientId("SHOP"))).isEmpty();
    }

    @Test
    void T14_an_id_that_is_taken_is_not_given_again_and_an_unknown_one_not_replaced() {
        Client shop = client("shop", "first", Origin.ADDED);
        clients().add(shop);
        assertThat(clients().add(client("shop", "second", Origin.ADDED))).isFalse();
        assertThat(clients().replace(client("other", "second", Origin.ADDED))).isFalse();
        assertThat(Pages.walk(10, clients()::list)).containsExactly(shop);
        Client changed = withMetadata(shop);
        assertThat(clients().replace(changed)).isTrue();
        assertThat(clients().byId(shop.id())).contains(changed);
    }

    @Test
    void the_list_goes_by_id_byte_by_byte_and_by_pages() {
        for (String id : List.of("b", "a", "B", "~", "a.b", "!", "aa")) {
            clients().add(client(id, id, Origin.ADDED));
        }
        for (int limit : List.of(1, 2, 7, 8)) {
            assertThat(ids(limit)).containsExactly("!", "B", "a", "a.b", "aa", "b", "~");
        }
        assertThat(clients().list(new Slice(Optional.of("~"), 10)).items()).isEmpty();
    }

    @Test
    void reconciling_makes_the_declared_ones_exactly_these_and_touches_no_other() {
        clients().add(client("added", "by hand", Origin.ADDED));
        clients().add(client("both", "by hand", Origin.ADDED));
        Client one = client("one", "one", Origin.DECLARED);
        Client both = client("both", "declared", Origin.DECLARED);
        assertThat(clients().reconcile(List.of(one, both))).isEqualTo(new Reconciled(1, 1, 0));
        assertThat(clients().reconcile(List.of(one, both))).isEqualTo(new Reconciled(0, 0, 0));
        Client renamed = client("one", "renamed", Origin.DECLARED).createdAt(NOW.plusSeconds(9));
        assertThat(clients().reconcile(List.of(renamed))).isEqualTo(new Reconciled(0, 1, 1));
        assertThat(clients().byId(one.id())).contains(renamed.createdAt(NOW));
        assertThat(ids(10)).containsExactly("added", "one");
        assertThat(clients().reconcile(List.of())).isEqualTo(new Reconciled(0, 0, 1));
        assertThat(ids(10)).containsExactly("added");
    }

    @Test
    void T13_one_of_a_hundred_gets_an_id() throws Exception {
        assertThat(Race.wins(i -> clients().add(client("shop", "by " + i, Origin.REGISTERED))))
                .isOne();
    }

    @Test
    void of_a_hundred_who_reconcile_the_same_one_adds() throws Exception {
        var done = Race.of(i -> clients().reconcile(List.of(client("shop", "shop", Origin.DECLARED))));
        assertThat(done).filteredOn(new Reconciled(1, 0, 0)::equals).hasSize(1);
        assertThat(done).filteredOn(new Reconciled(0, 0, 0)::equals).hasSize(Race.CALLERS - 1);
    }

    @Test
    void T13_of_a_hundred_who_replace_the_same_client_one_wins() throws Exception {
        Client shop = withMetadata(client("shop", "Shop", Origin.REGISTERED));
        clients().add(shop);
        assertThat(Race.wins(i -> clients().replace(shop, client("shop", "by " + i, Origin.REGISTERED))))
                .isOne();
        assertThat(clients().replace(shop, shop)).isFalse();
        assertThat(clients().replace(client("nobody", "", Origin.REGISTERED), shop))
                .isFalse();
    }

    @Test
    void what_registered_itself_and_was_never_used_goes_and_nothing_else() {
        Instant before = NOW.plusSeconds(1);
        for (Origin origin : Origin.values()) {
            clients().add(client("old-" + origin, "", origin));
        }
        clients().add(client("used", "", Origin.REGISTERED));
        clients().add(client("new", "", Origin.REGISTERED).createdAt(before));
        clients().add(client("old-too", "", Origin.REGISTERED));
        var person = new PersonId(new UUID(7, 7));
        stores().consents().remember(new Consent(person, new ClientId("used"), Scope.of("openid"), NOW));
        assertThat(clients().purgeUnused(before, 1)).isOne();
        assertThat(clients().purgeUnused(before, 10)).isOne();
        assertThat(clients().purgeUnused(before, 10)).isZero();
        assertThat(ids(10)).containsExactly("new", "old-ADDED", "old-DECLARED", "old-DOCUMENT", "used");
    }

    @Test
    void T32_secrets_change_only_from_what_they_were() throws Exception {
        Client shop = client("shop", "Shop", Origin.ADDED);
        clients().add(shop);
        var next = List.of(Digest.of("two"), Digest.of("three"));
        assertThat(clients().changeSecrets(shop.id(), List.of(Digest.of("one")), next))
                .isFalse();
        assertThat(clients().byId(shop.id())).contains(shop);
        assertThat(Race.of(i -> clients().changeSecrets(shop.id(), shop.secrets(), List.of(Digest.of("new " + i)))))
                .as("T13 of a hundred rotations one holds")
                .filteredOn(changed -> changed)
                .hasSize(1);
        assertThat(clients().changeSecrets(new ClientId("nobody"), List.of(), next))
                .isFalse();
    }

    @Test
    void a_client_is_let_in_kept_out_and_removed() {
        Client shop = client("shop", "Shop", Origin.ADDED);
        clients().add(shop);
        assertThat(clients().enable(shop.id(), false)).isTrue();
        assertThat(clients().byId(shop.id())).contains(shop.enabled(false));
        assertThat(clients().enable(shop.id(), true)).isTrue();
        assertThat(clients().byId(shop.id())).contains(shop);
        assertThat(clients().remove(shop.id())).isTrue();
        assertThat(clients().remove(shop.id())).isFalse();
        assertThat(clients().enable(shop.id(), true)).isFalse();
        assertThat(clients().byId(shop.id())).isEmpty();
    }
}
