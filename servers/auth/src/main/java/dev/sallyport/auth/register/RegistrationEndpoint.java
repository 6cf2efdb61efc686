package dev.sallyport.auth.register;

import dev.sallyport.auth.jose.SoftwareStatements;
import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.auth.oauth.OAuthError.Code;
import dev.sallyport.auth.register.RegistrationConfiguration.Clients;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientTerms;
import dev.sallyport.domain.client.KeepRegistration;
import dev.sallyport.domain.client.RegisterClient;
import dev.sallyport.domain.client.RegistrationRules;
import dev.sallyport.domain.client.RegistrationRules.Fault;
import dev.sallyport.domain.client.RegistrationRules.Judged;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.JsonBody;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** {@code /oauth2/register}: an application becomes a client here, and keeps or ends its registration. */
final class RegistrationEndpoint {
    private static final Pattern BEARER = Pattern.compile("Bearer +([A-Za-z0-9._~+/-]+=*)", Pattern.CASE_INSENSITIVE);

    /** What the house says of a registration and no client may say to it (RFC 7592 §2.2). */
    private static final List<String> OURS_TO_SAY = List.of(
            "registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at");

    private final Clients open;
    private final RegistrationRules rules;
    private final SoftwareStatements statements;
    private final RegisterClient register;
    private final KeepRegistration keep;
    private final String address;

    /** @param issuer whose endpoint it is */
    RegistrationEndpoint(
            Clients open,
            RegistrationRules rules,
            SoftwareStatements statements,
            RegisterClient register,
            KeepRegistration keep,
            String issuer) {
        this.open = open;
        this.rules = rules;
        this.statements = statements;
        this.register = register;
        this.keep = keep;
        this.address = issuer + "/oauth2/register";
    }

    @Spec("RFC 7591 §3.1")
    @Spec("OpenID Connect Dynamic Registration §3.1")
    Response post(Request request) {
        return switch (open) {
            case CLOSED -> closed();
            case TOKEN ->
                bearer(request)
                        .map(token -> registered(request, new RegisterClient.Entry.Invited(token)))
                        .orElseGet(() -> unauthorized("Registration here needs an initial access token."));
            case STATEMENT, OPEN -> registered(request, new RegisterClient.Entry.Free());
        };
    }

    private static Response closed() {
        var error = OAuthError.of(Code.ACCESS_DENIED, "clients do not register themselves here; ask the operator");
        return Response.json(403, error.parameters()).header("cache-control", "no-store");
    }

    private Response registered(Request request, RegisterClient.Entry entry) {
        return JsonBody.tree(
                request,
                tree -> fit(tree, (terms, statement) -> switch (register.register(terms, entry)) {
                    case RegisterClient.Outcome.Registered(var client, var secret, var token) ->
                        told(201, client, secret, Optional.of(token), statement);
                    case RegisterClient.Outcome.NotInvited() ->
                        unauthorized("The initial access token is not known, or spent.");
                }));
    }

    /** What is done with metadata that fit, and with the statement that it came with. */
    @FunctionalInterface
    private interface Then {
        Response with(ClientTerms terms, Optional<String> statement);
    }

    /** The statement's claims win over what stands beside it. */
    @Spec("RFC 7591 §2.3")
    private Response fit(JsonNode tree, Then then) {
        return switch (statements.applied(tree, open == Clients.STATEMENT)) {
            case SoftwareStatements.Applied.Invalid(var why) ->
                OAuthError.of(Code.INVALID_SOFTWARE_STATEMENT, why).response();
            case SoftwareStatements.Applied.Unapproved(var why) ->
                OAuthError.of(Code.UNAPPROVED_SOFTWARE_STATEMENT, why).response();
            case SoftwareStatements.Applied.Whole(var whole, var statement) ->
                switch (MetadataDocument.judge(whole, rules)) {
                    case Judged.Fit(var terms) -> then.with(terms, statement);
                    case Judged.Unfit(var fault, var why) -> unfit(fault, why);
                };
        };
    }

    @Spec("RFC 7591 §3.2.2")
    private static Response unfit(Fault fault, String why) {
        Code code = switch (fault) {
            case REDIRECT_URI -> Code.INVALID_REDIRECT_URI;
            case METADATA -> Code.INVALID_CLIENT_METADATA;
        };
        return OAuthError.of(code, why).response();
    }

    @Spec("RFC 7592 §2.1")
    Response get(Request request) {
        return kept(request, client -> told(200, client, Optional.empty(), bearer(request), Optional.empty()));
    }

    /** All of it anew, judged as at the beginning (T31). */
    @Spec("RFC 7592 §2.2")
    Response put(Request request) {
        return kept(
                request,
                client -> JsonBody.tree(
                        request,
                        tree -> ownWords(client, tree)
                                .map(why -> unfit(Fault.METADATA, why))
                                .orElseGet(() -> fit(tree, (terms, statement) -> switch (keep.change(client, terms)) {
                                    case KeepRegistration.Outcome.Changed(var next, var secret, var token) ->
                                        told(200, next, secret, Optional.of(token), statement);
                                    case KeepRegistration.Outcome.Stale() ->
                                        unauthorized("The registration access token was used by another change.");
                                }))));
    }

    /** Why the body does not speak of this client in the client's own words. */
    private static Optional<String> ownWords(Client client, JsonNode tree) {
        var members = new Members(tree);
        if (!members.text("client_id").equals(Optional.of(client.id().value()))) {
            return Optional.of("client_id must be the id of this registration");
        }
        Optional<String> secret = members.text("client_secret");
        if (secret.isPresent() && client.secrets().stream().noneMatch(digest -> digest.isOf(secret.get()))) {
            return Optional.of("client_secret must be the one that was given, or left out");
        }
        return OURS_TO_SAY.stream().anyMatch(members::has)
                ? Optional.of("what the server says of a registration is not for the client to say")
                : Optional.empty();
    }

    @Spec("RFC 7592 §2.3")
    Response delete(Request request) {
        return kept(request, client -> {
            keep.end(client);
            return Response.of(204).header("cache-control", "no-store");
        });
    }

    /** The same answer for an unknown client and a wrong token (RFC 7592 §2.1). */
    private Response kept(Request request, Function<Client, Response> then) {
        return bearer(request)
                .flatMap(token -> id(request).flatMap(id -> keep.find(id, token)))
                .map(then)
                .orElseGet(() -> unauthorized("The registration access token is not that of this client."));
    }

    private static Optional<ClientId> id(Request request) {
        try {
            return Optional.of(new ClientId(request.variable("id")));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    @Spec("RFC 7592 §3")
    private Response told(
            int status, Client client, Optional<Secret> secret, Optional<Secret> token, Optional<String> statement) {
        Map<String, Object> all = MetadataDocument.of(client);
        secret.ifPresent(s -> all.put("client_secret", s.reveal()));
        if (!client.secrets().isEmpty()) {
            all.put("client_secret_expires_at", 0);
        }
        token.ifPresent(t -> all.put("registration_access_token", t.reveal()));
        all.put("registration_client_uri", address + "/" + client.id());
        statement.ifPresent(s -> all.put("software_statement", s));
        return Response.json(status, all).header("cache-control", "no-store").header("pragma", "no-cache");
    }

    private static Optional<Secret> bearer(Request request) {
        List<String> sent = request.headers().all("authorization");
        Matcher shown = BEARER.matcher(sent.size() == 1 ? sent.getFirst() : "");
        return shown.matches() ? Optional.of(Secret.of(shown.group(1))) : Optional.empty();
    }

    private static Response unauthorized(String why) {
        return Problem.unauthorized(why).response().header("www-authenticate", "Bearer error=\"invalid_token\"");
    }
}
