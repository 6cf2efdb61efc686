package dev.sallyport.app;

import dev.sallyport.auth.jose.ClientCertificates;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.client.AddClient;
import dev.sallyport.domain.client.CertificateName;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.client.LogoutUris;
import dev.sallyport.domain.client.MutualTls;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.json.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets an application ask for tokens. */
@Command(
        name = "add",
        description = {
            "Let an application ask for tokens. Its secret is made here and shown once;",
            "a public client (a page, an app) has none."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sallyport client add shop --grant client_credentials --scope orders",
            "  sallyport client add spa --public --grant authorization_code --grant refresh_token \\",
            "      --redirect-uri https://app.example.org/callback"
        })
final class ClientAddCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The client's id: 1 to 200 visible ASCII characters.")
    private String id;

    @Option(names = "--name", paramLabel = "NAME", description = "What people see of it; the id by default.")
    private String name = "";

    @Option(names = "--public", description = "It cannot keep a secret.")
    private boolean isPublic;

    @Option(
            names = "--grant",
            paramLabel = "GRANT",
            description =
                    "How it asks: authorization_code, refresh_token, client_credentials, device_code, …; may be repeated.")
    private List<String> grants = new ArrayList<>();

    @Option(names = "--scope", paramLabel = "SCOPE", description = "What it may ask for; may be repeated.")
    private List<String> scopes = new ArrayList<>();

    @Option(
            names = "--redirect-uri",
            paramLabel = "URI",
            description = "Where answers go, compared letter by letter; may be repeated.")
    private List<String> redirectUris = new ArrayList<>();

    @Option(names = "--refresh-in-cookie", description = "Keep its refresh token in a cookie (public clients).")
    private boolean refreshInCookie;

    @Option(
            names = "--backchannel-logout-uri",
            paramLabel = "URI",
            description = "Where it is told that a session has ended.")
    private Optional<String> backchannelLogoutUri = Optional.empty();

    @Option(names = "--backchannel-logout-session-required", description = "It needs sid in logout tokens.")
    private boolean backchannelLogoutSessionRequired;

    @Option(
            names = "--frontchannel-logout-uri",
            paramLabel = "URI",
            description = "What the signed-out page loads in a frame.")
    private Optional<String> frontchannelLogoutUri = Optional.empty();

    @Option(names = "--frontchannel-logout-session-required", description = "It needs iss and sid there.")
    private boolean frontchannelLogoutSessionRequired;

    @Option(
            names = "--certificate",
            paramLabel = "KIND=NAME",
            description = "By which name its certificate proves it: subject_dn, san_dns, san_uri, san_ip or san_email.")
    private String certificate = "";

    @Option(names = "--certificate-bound", description = "Its tokens hold only together with the certificate it shows.")
    private boolean certificateBound;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private Sources sources;

    @Override
    public Integer call() {
        Errand errand = Errand.of(spec, sources);
        Set<GrantType> asked = EnumSet.noneOf(GrantType.class);
        for (String grant : grants) {
            Optional<GrantType> known = grant(grant);
            if (known.isEmpty()) {
                return errand.usage("there is no grant " + grant + ".", advice(grant));
            }
            asked.add(known.get());
        }
        Optional<Scope> scope = Scope.parse(String.join(" ", scopes));
        if (scope.isEmpty()) {
            return errand.usage(
                    "a scope is 1 to 128 visible ASCII characters without quotes, and at most 100 of them.");
        }
        ClientId client;
        try {
            client = new ClientId(id);
        } catch (IllegalArgumentException notOne) {
            return errand.usage(notOne.getMessage() + ", not " + id + ".");
        }
        var logout = new LogoutUris(
                backchannelLogoutUri,
                backchannelLogoutSessionRequired,
                frontchannelLogoutUri,
                frontchannelLogoutSessionRequired);
        Optional<CertificateName> certificateName = certificateName(certificate);
        if (!certificate.isEmpty() && certificateName.isEmpty()) {
            return errand.usage(
                    "--certificate is a kind and a name, such as san_dns=shop.example.org, not " + certificate + ".");
        }
        var application = new AddClient.Application(
                client,
                name.isEmpty() ? id : name,
                isPublic,
                asked,
                scope.get(),
                redirectUris,
                refreshInCookie,
                logout,
                new MutualTls(certificateName, certificateBound));
        return errand.run(desk -> add(errand, desk, application));
    }

    private int add(Errand errand, Desk desk, AddClient.Application application) {
        return switch (desk.addClient().add(application)) {
            case AddClient.Outcome.Confidential(Client client, Secret secret) -> {
                ClientCommand.show(errand, id, secret, json, "Added the client " + id + ".");
                yield Exit.DONE;
            }
            case AddClient.Outcome.WithoutSecret(Client client) -> {
                String kind = client.isPublic() ? "public client " : "client ";
                errand.out().println(json ? Json.text(Map.of("client_id", id)) : "Added the " + kind + id + ".");
                yield Exit.DONE;
            }
            case AddClient.Outcome.Taken() ->
                errand.finding(
                        "there is a client " + id + " already; nothing was changed.", "sallyport client show " + id);
            case AddClient.Outcome.Refused(List<String> objections) ->
                errand.usage(
                        "the client " + id + " cannot be so; nothing was added:", objections.toArray(String[]::new));
        };
    }

    private static Optional<CertificateName> certificateName(String typed) {
        int equals = typed.indexOf('=');
        return CertificateName.Kind.of(typed.substring(0, Math.max(0, equals)))
                .map(kind -> new CertificateName(kind, typed.substring(equals + 1)))
                .filter(name -> ClientCertificates.objection(name).isEmpty());
    }

    /** By its name on the wire, or by the short end of one that is a URN. */
    private static Optional<GrantType> grant(String typed) {
        return Arrays.stream(GrantType.values())
                .filter(grant ->
                        grant.wireName().equals(typed) || dashed(end(grant)).equals(dashed(typed)))
                .findFirst();
    }

    private static String end(GrantType grant) {
        return grant.wireName().substring(grant.wireName().lastIndexOf(':') + 1);
    }

    private static String dashed(String name) {
        return name.replace('_', '-');
    }

    private static String advice(String typed) {
        List<String> names =
                Arrays.stream(GrantType.values()).map(ClientAddCommand::end).toList();
        return Suggestion.nearest(typed, names)
                .map(near -> "Did you mean " + near + "?")
                .orElse("It must be one of " + names.stream().collect(Collectors.joining(", ")) + ".");
    }
}
