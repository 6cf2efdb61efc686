package dev.sallyport.auth.oauth;

import static dev.sallyport.kit.route.Route.ForBearer;
import static dev.sallyport.kit.route.Route.ForClient;
import static dev.sallyport.kit.route.Route.Open;
import static dev.sallyport.kit.route.Route.because;

import dev.sallyport.auth.AuthPorts;
import dev.sallyport.auth.gate.SignedAssertions;
import dev.sallyport.auth.gate.TlsClients;
import dev.sallyport.auth.jose.BearerAssertions;
import dev.sallyport.auth.jose.ClientEncryption;
import dev.sallyport.auth.jose.EnvelopeKey;
import dev.sallyport.auth.jose.Envelopes;
import dev.sallyport.auth.token.KeyRing;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.client.ClientAuthentication;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.grant.AskForDevice;
import dev.sallyport.domain.grant.ExchangeToken;
import dev.sallyport.domain.grant.RedeemAssertion;
import dev.sallyport.domain.grant.RedeemCode;
import dev.sallyport.domain.grant.RedeemDevice;
import dev.sallyport.domain.grant.RefreshSeal;
import dev.sallyport.domain.grant.RefreshTokens;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.grant.StillGranted;
import dev.sallyport.domain.grant.TokenIssuer;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.domain.privacy.PseudonymiseAddress;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.route.Possession;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.token.TokenVerifier;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The endpoints that clients call, put together. */
public final class Provider {
    /** The scopes that mean something here; a client's own may stand beside them. */
    static final List<String> SCOPES = List.of("openid", "profile", "email", "roles", "files", "offline_access");

    private final TokenEndpoint token;
    private final DeviceAuthorization device;
    private final Introspection introspection;
    private final Revocation revocation;
    private final Userinfo userinfo;
    private final Metadata metadata;
    private final ProtectedResource resource;

    /**
     * @param assertions of trusted issuers, where there are such
     * @param alsoSpoken what else stands in the metadata
     */
    public Provider(
            AuthPorts ports,
            TokenIssuer issuer,
            KeyRing keys,
            RefreshTokens refresh,
            RefreshSeal seal,
            TokenVerifier tokens,
            Possession possession,
            Optional<BearerAssertions> assertions,
            PersonClaims claims,
            Envelopes envelopes,
            PseudonymiseAddress pseudonyms,
            RecordEvent events,
            TlsClients tlsClients,
            Map<String, Object> alsoSpoken,
            Sealer sealer,
            MeterRegistry meters,
            InstantSource clock,
            RandomSource random) {
        String name = issuer.policy().issuer();
        var cookies = new RefreshCookie(sealer, seal);
        var answers = new GrantAnswers(new IdTokens(name, keys, claims, envelopes), cookies, clock);
        var redeem = new RedeemCode(
                ports.values(), ports.families(), ports.sessions(), ports.people(), issuer, events, clock);
        var granted = new StillGranted(ports.clients(), ports.people(), ports.sessions(), ports.families(), clock);
        var grants = new EnumMap<GrantType, GrantCall>(GrantType.class);
        grants.put(GrantType.AUTHORIZATION_CODE, new CodeCall(redeem, answers));
        grants.put(GrantType.REFRESH_TOKEN, new RefreshCall(refresh, cookies, answers));
        var redeemDevice =
                new RedeemDevice(ports.devices(), ports.sessions(), ports.people(), issuer, pseudonyms, clock, random);
        grants.put(GrantType.DEVICE_CODE, new DeviceCall(redeemDevice, answers));
        grants.put(
                GrantType.TOKEN_EXCHANGE,
                new ExchangeCall(tokens, new ExchangeToken(granted, issuer, events, clock), clock));
        grants.put(GrantType.CLIENT_CREDENTIALS, new ClientCredentialsCall(issuer, new Resources(name), clock));

        assertions.ifPresent(taken -> grants.put(
                GrantType.JWT_BEARER,
                new AssertionCall(
                        taken,
                        new RedeemAssertion(
                                ports.people(), ports.sessions(), issuer, pseudonyms, events, clock, random),
                        new Resources(name),
                        clock)));

        this.token = new TokenEndpoint(
                new GrantMeters(meters).counted(grants), new HeldKey(new DpopKey(possession, name + "/oauth2/token")));
        this.device = new DeviceAuthorization(
                new AskForDevice(ports.devices(), sealer, clock, random),
                new Resources(name),
                new DpopKey(possession, name + DeviceAuthorization.PATH),
                name);
        this.introspection =
                new Introspection(tokens, seal, granted, ports.people(), ports.clients(), claims, keys, name, clock);
        this.revocation = new Revocation(tokens, seal, ports.families(), clock);
        this.userinfo =
                new Userinfo(name, ports.people(), ports.clients(), ports.families(), granted, claims, keys, envelopes);
        this.resource = new ProtectedResource(name);
        this.metadata = new Metadata(
                name,
                grants.keySet(),
                ways(tlsClients),
                keys.algorithms(),
                SCOPES,
                more(name, keys, tlsClients, alsoSpoken));
    }

    private static Set<ClientAuthentication> ways(TlsClients tlsClients) {
        var ways = EnumSet.of(
                ClientAuthentication.NONE,
                ClientAuthentication.SECRET_BASIC,
                ClientAuthentication.SECRET_POST,
                ClientAuthentication.PRIVATE_KEY_JWT);
        ways.addAll(tlsClients.ways());
        return ways;
    }

    private static Map<String, Object> more(
            String name, KeyRing keys, TlsClients tlsClients, Map<String, Object> alsoSpoken) {
        var more = new LinkedHashMap<>(alsoSpoken);
        if (tlsClients.taken()) {
            more.put("tls_client_certificate_bound_access_tokens", true);
        }
        more.put("dpop_signing_alg_values_supported", names(SignedAssertions.ALGORITHMS));
        more.put("token_endpoint_auth_signing_alg_values_supported", names(SignedAssertions.ALGORITHMS));
        more.put("device_authorization_endpoint", name + DeviceAuthorization.PATH);
        more.put(
                "introspection_signing_alg_values_supported",
                List.of(keys.usual().joseName()));
        more.put("request_object_signing_alg_values_supported", names(SignedAssertions.ALGORITHMS));
        more.put("request_object_encryption_alg_values_supported", EnvelopeKey.ALGORITHM_NAMES);
        more.put("request_object_encryption_enc_values_supported", EnvelopeKey.METHOD_NAMES);
        List<String> algorithms =
                ClientEncryption.algorithms().stream().sorted().toList();
        List<String> methods = ClientEncryption.methods().stream().sorted().toList();
        more.put("id_token_encryption_alg_values_supported", algorithms);
        more.put("id_token_encryption_enc_values_supported", methods);
        more.put("userinfo_encryption_alg_values_supported", algorithms);
        more.put("userinfo_encryption_enc_values_supported", methods);
        more.put("backchannel_logout_supported", true);
        more.put("backchannel_logout_session_supported", true);
        more.put("frontchannel_logout_supported", true);
        more.put("frontchannel_logout_session_supported", true);
        return more;
    }

    private static List<String> names(Set<Algorithm> algorithms) {
        return algorithms.stream().map(Algorithm::joseName).sorted().toList();
    }

    public List<Route> routes() {
        var openid = Scope.of("openid");
        return List.of(
                ForClient("POST", "/oauth2/token", token::handle),
                ForClient("POST", DeviceAuthorization.PATH, device::handle),
                ForClient("POST", "/oauth2/introspect", introspection::handle),
                ForClient("POST", "/oauth2/revoke", revocation::handle),
                ForBearer("GET", "/oauth2/userinfo", openid, userinfo::handle),
                ForBearer("POST", "/oauth2/userinfo", openid, userinfo::handle),
                Open("GET", "/.well-known/openid-configuration", metadata::handle, because("it is public")),
                Open("GET", "/.well-known/oauth-authorization-server", metadata::handle, because("it is public")),
                Open("GET", "/.well-known/oauth-protected-resource", resource::handle, because("it is public")));
    }
}
