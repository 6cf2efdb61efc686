package dev.sallyport.auth.oauth;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.grant.AskForDevice;
import dev.sallyport.domain.grant.GrantTerms;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.token.Confirmation;
import dev.sallyport.kit.http.FormBody;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.AuthenticatedClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** {@code POST /oauth2/device_authorization}: a device gets a code for itself and one for a person to type elsewhere. */
public final class DeviceAuthorization {
    static final String PATH = "/oauth2/device_authorization";

    private final AskForDevice ask;
    private final Resources resources;
    private final SenderKey keys;
    private final String issuer;

    /** @param keys proofs that are made for this endpoint */
    DeviceAuthorization(AskForDevice ask, Resources resources, SenderKey keys, String issuer) {
        this.ask = ask;
        this.resources = resources;
        this.keys = keys;
        this.issuer = issuer;
    }

    @Spec("RFC 8628 §3.1")
    public Response handle(Request request, AuthenticatedClient asker) {
        if (!request.mediaType().equals(FormBody.MEDIA_TYPE)) {
            return OAuthError.invalidRequest("the body must be " + FormBody.MEDIA_TYPE)
                    .response();
        }
        return FormBody.read(request, form -> switch (key(request, asker.client())) {
            case SenderKey.Shown.Refused(var answer) -> answer;
            case SenderKey.Shown.Key(var key) ->
                objection(form, asker.client())
                        .map(OAuthError::response)
                        .orElseGet(() -> asked(form, asker.client(), key));
        });
    }

    /** A key that is shown here must redeem the code; who shows none here may still show one there. */
    @Spec("RFC 9449 §5")
    private SenderKey.Shown key(Request request, Client client) {
        return request.headers().all("dpop").isEmpty()
                ? new SenderKey.Shown.Key(Optional.empty())
                : keys.of(request, client);
    }

    private Optional<OAuthError> objection(Params form, Client client) {
        if (!client.may(GrantType.DEVICE_CODE)) {
            return Optional.of(OAuthError.of(
                    OAuthError.Code.UNAUTHORIZED_CLIENT, "the client may not use the device authorization grant"));
        }
        if (form.repeated().stream().anyMatch(name -> !name.equals("resource"))) {
            return Optional.of(OAuthError.invalidRequest("a parameter came twice"));
        }
        if (scope(form, client).isEmpty()) {
            return Optional.of(TokenAsk.badScope());
        }
        return resources.allowed(client, form.all("resource"))
                ? TokenAsk.details(form)
                : Optional.of(TokenAsk.badTarget());
    }

    private static Optional<Scope> scope(Params form, Client client) {
        return form.first("scope")
                .filter(text -> !text.isEmpty())
                .map(Scope::parse)
                .orElse(Optional.of(client.scopes()))
                .filter(client.scopes()::covers);
    }

    @Spec("RFC 8628 §3.2")
    private Response asked(Params form, Client client, Optional<Confirmation> key) {
        List<String> wanted = form.all("resource");
        var terms = GrantTerms.NONE.narrowedTo(wanted).boundTo(key);
        AskForDevice.Codes codes = ask.ask(client, scope(form, client).orElseThrow(), terms);
        String page = issuer + "/device";
        var answer = new LinkedHashMap<String, Object>();
        answer.put("device_code", codes.device().reveal());
        answer.put("user_code", codes.user().toString());
        answer.put("verification_uri", page);
        answer.put(
                "verification_uri_complete",
                page + "?user_code=" + URLEncoder.encode(codes.user().toString(), StandardCharsets.UTF_8));
        answer.put("expires_in", AskForDevice.LIFE.toSeconds());
        answer.put("interval", AskForDevice.INTERVAL.toSeconds());
        return Response.json(200, answer).header("cache-control", "no-store");
    }
}
