package dev.sallyport.auth.oauth;

import dev.sallyport.auth.jose.Envelopes;
import dev.sallyport.auth.token.KeyRing;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientStore;
import dev.sallyport.domain.grant.RefreshFamily;
import dev.sallyport.domain.grant.RefreshStore;
import dev.sallyport.domain.grant.StillGranted;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.route.BearerToken;
import dev.sallyport.kit.route.Caller;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code GET} and {@code POST /oauth2/userinfo}: the claims of the person behind the access token. */
public final class Userinfo {
    private final String issuer;
    private final PersonStore people;
    private final ClientStore clients;
    private final RefreshStore families;
    private final StillGranted granted;
    private final PersonClaims claims;
    private final KeyRing keys;
    private final Envelopes envelopes;

    Userinfo(
            String issuer,
            PersonStore people,
            ClientStore clients,
            RefreshStore families,
            StillGranted granted,
            PersonClaims claims,
            KeyRing keys,
            Envelopes envelopes) {
        this.issuer = issuer;
        this.people = people;
        this.clients = clients;
        this.families = families;
        this.granted = granted;
        this.claims = claims;
        this.keys = keys;
        this.envelopes = envelopes;
    }

    @Spec("OpenID Connect Core §5.3")
    public Response handle(Request request, BearerToken token) {
        return Caller.of(token, caller -> {
            Optional<Person> person = people.byId(caller.person());
            return person.isPresent() && granted.access(token.claims())
                    ? told(person.get(), token.claims())
                    : Problem.unauthorized("The grant behind the token has ended.")
                            .response()
                            .header("www-authenticate", "Bearer error=\"invalid_token\"");
        });
    }

    private Response told(Person person, AccessToken token) {
        Optional<Client> client = clients.byId(token.client());
        Optional<String> asked = token.more()
                .grant()
                .flatMap(families::byId)
                .filter(family -> family.client().equals(token.client()))
                .map(RefreshFamily::terms)
                .flatMap(terms -> terms.claims());
        var all = new LinkedHashMap<String, Object>();
        all.put(
                "sub",
                client.map(c -> claims.subject(person, c)).orElse(person.id().toString()));
        all.putAll(claims.of(person, token.scope()));
        claims.asked(person, asked, "userinfo").forEach(all::putIfAbsent);
        return client.filter(Userinfo::wantsJwt)
                .map(c -> signed(all, c))
                .orElseGet(() -> Response.json(200, all))
                .header("cache-control", "no-store");
    }

    private static boolean wantsJwt(Client client) {
        return client.metadata().userinfoAlgorithm().isPresent()
                || client.metadata().userinfoEncryption().isPresent();
    }

    /** Signed, it says who says it and to whom; what is encrypted is signed first. */
    @Spec("OpenID Connect Core §5.3.2")
    private Response signed(Map<String, Object> all, Client client) {
        var signed = new LinkedHashMap<String, Object>(all);
        signed.put("iss", issuer);
        signed.put("aud", client.id().value());
        String jwt = keys.sign(client.metadata().userinfoAlgorithm().orElse(keys.usual()), "JWT", Json.text(signed));
        return switch (envelopes.of(jwt, client, client.metadata().userinfoEncryption())) {
            case Envelopes.Enveloped.Ready(var token) ->
                Response.of(200)
                        .header("content-type", "application/jwt")
                        .body(token.getBytes(StandardCharsets.US_ASCII));
            case Envelopes.Enveloped.NoKey() ->
                Problem.of(
                                400,
                                "no-encryption-key",
                                "No key to encrypt for",
                                "The client wants userinfo encrypted and has no public key for it.")
                        .response();
        };
    }
}
