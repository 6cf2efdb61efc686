package dev.sallyport.auth.register;

import static dev.sallyport.kit.route.Route.Open;
import static dev.sallyport.kit.route.Route.because;

import dev.sallyport.auth.AuthPorts;
import dev.sallyport.auth.jose.ClientKeys;
import dev.sallyport.auth.jose.SoftwareStatements;
import dev.sallyport.auth.register.RegistrationConfiguration.Clients;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.client.ClientAuthentication;
import dev.sallyport.domain.client.KeepRegistration;
import dev.sallyport.domain.client.RegisterClient;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.route.Route;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The registration of clients, put together. */
public final class Registration {
    private final RegistrationConfiguration configuration;
    private final RegistrationEndpoint endpoint;
    private final String issuer;

    /**
     * @param algorithms what ID tokens may be signed by
     * @param byCertificate the ways to prove oneself in the handshake that this deployment carries
     */
    public Registration(
            RegistrationConfiguration configuration,
            String issuer,
            AuthPorts ports,
            ClientKeys keys,
            Set<Algorithm> algorithms,
            Set<ClientAuthentication> byCertificate,
            RecordEvent events,
            InstantSource clock,
            RandomSource random) {
        this.configuration = configuration;
        this.issuer = issuer;
        this.endpoint = new RegistrationEndpoint(
                configuration.clients(),
                configuration.rules(algorithms, byCertificate),
                new SoftwareStatements(issuer, configuration.statementKeys(), keys, clock),
                new RegisterClient(ports.clients(), ports.values(), events, clock, random),
                new KeepRegistration(ports.clients(), events, clock, random),
                issuer);
    }

    /** What of it is told in the metadata of the authorization server. */
    public Map<String, Object> metadata() {
        var all = new HashMap<String, Object>();
        if (configuration.clients() != Clients.CLOSED) {
            all.put("registration_endpoint", issuer + "/oauth2/register");
        }
        if (configuration.clientIdMetadataDocuments()) {
            all.put("client_id_metadata_document_supported", true);
        }
        return all;
    }

    public List<Route> routes() {
        var token = because("the registration access token is the credential");
        return List.of(
                Open("POST", "/oauth2/register", endpoint::post, because("the configuration says who may register")),
                Open("GET", "/oauth2/register/{id}", endpoint::get, token),
                Open("PUT", "/oauth2/register/{id}", endpoint::put, token),
                Open("DELETE", "/oauth2/register/{id}", endpoint::delete, token));
    }
}
