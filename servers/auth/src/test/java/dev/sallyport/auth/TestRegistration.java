package dev.sallyport.auth;

import static dev.sallyport.auth.TestDoor.field;

import dev.sallyport.auth.register.RegistrationConfiguration;
import dev.sallyport.auth.register.RegistrationConfiguration.Clients;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientPolicy;
import dev.sallyport.kit.fetch.Fetched;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** An application that registers itself at the door, and keeps that. */
record TestRegistration(TestDoor door) {
    static final String CALLBACK = "https://app.example.org/callback";
    static final String MINIMAL = "{\"redirect_uris\":[\"" + CALLBACK + "\"]}";

    /** A door at which these may register, with redirects to these hosts alone where any is named. */
    static TestDoor open(Path folder, Clients clients, Set<String> hosts) {
        return new TestDoor(folder, configuration(clients, hosts), (uri, oldest) -> new Fetched.Refused("no network"));
    }

    static AuthConfiguration configuration(Clients clients, Set<String> hosts) {
        var usual = AuthConfiguration.defaults();
        return new AuthConfiguration(
                usual.tokens(),
                usual.accounts(),
                new RegistrationConfiguration(
                        clients,
                        hosts,
                        Set.of("openid", "profile", "offline_access"),
                        List.of(URI.create("https://mcp.example.org/mcp")),
                        ClientPolicy.USUAL,
                        Duration.ofDays(30),
                        List.of(),
                        false));
    }

    Response register(String json) {
        return door.post("/oauth2/register", json);
    }

    Response kept(String method, String id, String token, String json) {
        Request request = Request.of(method, "/oauth2/register/" + id).header("authorization", "Bearer " + token);
        return door.ask(json.isEmpty() ? request : request.json(json));
    }

    /** What was kept of the client that this answer told of. */
    Client kept(Response registered) {
        return door.stores
                .clients()
                .byId(new ClientId(field(registered, "client_id")))
                .orElseThrow();
    }
}
