package dev.sallyport.auth.register;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientStore;
import dev.sallyport.domain.client.RegistrationRules;
import dev.sallyport.domain.client.RegistrationRules.Judged;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.fetch.Fetch;
import dev.sallyport.kit.fetch.Fetched;
import dev.sallyport.kit.json.Json;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The clients of a store, and those whose id is the address of the document that describes them. Such a document is fetched by
 * the guarded fetch (T05), which keeps it as long as its sender allows; nothing of it is stored. A client of the store that
 * has such an address for its id comes first: the operator has said what it is.
 */
public final class DocumentedClients implements ClientStore {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentedClients.class);

    /** There is nobody to tell a secret to, and a document that tells one tells everybody. */
    private static final List<String> SECRETS = List.of("client_secret", "client_secret_expires_at");

    private final ClientStore clients;
    private final Fetch fetch;
    private final RegistrationRules rules;
    private final boolean plain;
    private final InstantSource clock;

    /** @param plain whether http will do, for development and tests */
    private DocumentedClients(
            ClientStore clients, Fetch fetch, RegistrationRules rules, boolean plain, InstantSource clock) {
        this.clients = clients;
        this.fetch = fetch;
        this.rules = rules;
        this.plain = plain;
        this.clock = clock;
    }

    /** The store, with clients of documents where the configuration says so. */
    public static ClientStore over(
            ClientStore clients,
            RegistrationConfiguration configuration,
            Set<Algorithm> algorithms,
            Fetch fetch,
            boolean plain,
            InstantSource clock) {
        return configuration.clientIdMetadataDocuments()
                ? new DocumentedClients(clients, fetch, configuration.documentRules(algorithms), plain, clock)
                : clients;
    }

    @Override
    public Optional<Client> byId(ClientId id) {
        return clients.byId(id).or(() -> DocumentAddress.of(id, plain).flatMap(address -> described(id, address)));
    }

    private Optional<Client> described(ClientId id, URI address) {
        return switch (fetch.get(address.toString())) {
            case Fetched.Refused(var reason) -> unfit(id, reason);
            case Fetched.Got got ->
                isJson(got.mediaType()) ? read(id, got.body()) : unfit(id, "it is not sent as JSON");
        };
    }

    /** A page or a picture that somebody may put onto another's host is no document of that host. */
    private static boolean isJson(String mediaType) {
        return mediaType.equals("application/json")
                || (mediaType.startsWith("application/") && mediaType.endsWith("+json"));
    }

    @Spec("Client ID Metadata Document §4.1")
    private Optional<Client> read(ClientId id, byte[] body) {
        JsonNode tree;
        try {
            tree = Json.tree(body);
        } catch (JacksonException notJson) {
            return unfit(id, "it is not JSON as it is taken here");
        }
        if (!tree.path("client_id").isString()
                || !tree.path("client_id").asString().equals(id.value())) {
            return unfit(id, "it does not name its own address as client_id");
        }
        if (SECRETS.stream().anyMatch(tree::has)) {
            return unfit(id, "it holds a secret");
        }
        return switch (MetadataDocument.judge(withWay(tree), rules)) {
            case Judged.Fit(var terms) -> Optional.of(terms.documented(id, clock.instant()));
            case Judged.Unfit(var fault, var why) -> unfit(id, why);
        };
    }

    /** Without a word the way would be a secret (RFC 7591 §2), which such a client cannot have. */
    private static JsonNode withWay(JsonNode tree) {
        return tree.hasNonNull("token_endpoint_auth_method")
                ? tree
                : ((ObjectNode) tree.deepCopy()).put("token_endpoint_auth_method", "none");
    }

    /** The reason is for the log alone: who named the address could map our network by it. */
    private static Optional<Client> unfit(ClientId id, String why) {
        LOG.info("the client of the document {} is not known: {}", id, why);
        return Optional.empty();
    }

    @Override
    public boolean add(Client client) {
        return clients.add(client);
    }

    @Override
    public boolean replace(Client client) {
        return clients.replace(client);
    }

    @Override
    public boolean replace(Client current, Client next) {
        return clients.replace(current, next);
    }

    @Override
    public int purgeUnused(Instant before, int most) {
        return clients.purgeUnused(before, most);
    }

    @Override
    public boolean changeSecrets(ClientId id, List<Digest> current, List<Digest> next) {
        return clients.changeSecrets(id, current, next);
    }

    @Override
    public boolean enable(ClientId id, boolean enabled) {
        return clients.enable(id, enabled);
    }

    @Override
    public boolean remove(ClientId id) {
        return clients.remove(id);
    }

    @Override
    public Page<Client> list(Slice slice) {
        return clients.list(slice);
    }

    @Override
    public Reconciled reconcile(List<Client> declared) {
        return clients.reconcile(declared);
    }
}
