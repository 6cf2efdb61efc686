package dev.sallyport.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sallyport.auth.page.Theme;
import dev.sallyport.auth.upstream.Upstream;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.client.RedirectUris;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.kit.config.ConfigurationFile;
import dev.sallyport.kit.json.Bound;
import dev.sallyport.kit.json.Bound.Mistake;
import dev.sallyport.kit.token.JwkSet;
import dev.sallyport.resource.document.Collection;
import dev.sallyport.storage.redis.RedisSettings;
import dev.sallyport.storage.s3.S3Settings;
import dev.sallyport.storage.sql.DatabaseSettings;
import dev.sallyport.worker.hook.Webhook;
import dev.sallyport.worker.mail.SmtpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A configuration that holds together.
 *
 * @param warnings what works but should not stay so
 */
record Settings(
        Configuration configuration,
        DatabaseSettings database,
        List<ClientCredential> clientCredentials,
        List<Upstream> upstreams,
        Theme theme,
        Optional<SmtpServer> mail,
        List<Webhook> webhooks,
        List<X509Certificate> clientAuthorities,
        Optional<S3Settings> bucket,
        List<Collection> collections,
        Optional<RedisSettings> redis,
        List<String> warnings) {
    Settings {
        clientCredentials = List.copyOf(clientCredentials);
        upstreams = List.copyOf(upstreams);
        clientAuthorities = List.copyOf(clientAuthorities);
        webhooks = List.copyOf(webhooks);
        collections = List.copyOf(collections);
        warnings = List.copyOf(warnings);
    }

    /** What came of reading the file and the environment. */
    sealed interface Read {
        record Good(Settings settings) implements Read {}

        record Bad(List<Mistake> mistakes) implements Read {}
    }

    /**
     * Reads everything and looks at all of it, so that every mistake is told at once.
     *
     * @param environment variables, those of the command line's options among them
     */
    static Read read(Optional<Path> file, Map<String, String> environment) {
        return switch (ConfigurationFile.read(file, environment, Configuration.class)) {
            case Bound.Invalid<Configuration>(var mistakes) -> new Read.Bad(mistakes);
            case Bound.Valid<Configuration>(var configuration) -> checked(configuration, environment.keySet());
        };
    }

    /** @param named the variables of the environment: a secret that comes by one does not stand in the file */
    private static Read checked(Configuration configuration, Set<String> named) {
        var mistakes = new ArrayList<Mistake>();
        var warnings = new ArrayList<String>();
        Optional<RedisSettings> redis =
                new ReadCache((at, file) -> secret(at, file, mistakes), mistakes, warnings).read(configuration, named);
        publicUrl(configuration, mistakes);
        Certificates.check(configuration, mistakes, warnings);
        services(configuration, mistakes);
        TracesRoom.check(configuration.traces(), mistakes);
        List<X509Certificate> authorities = Certificates.authorities(configuration, mistakes);
        Optional<DatabaseSettings> database =
                new ReadDatabase((at, file) -> secret(at, file, mistakes), mistakes).read(configuration);
        List<ClientCredential> credentials = clients(configuration, mistakes, warnings);
        List<Upstream> upstreams = upstreams(configuration, mistakes, warnings);
        Theme theme = theme(configuration, mistakes, warnings);
        Optional<SmtpServer> mail = mail(configuration, named, mistakes, warnings);
        var hooks = new ReadWebhooks(
                configuration.fetch().allowPrivate(), (at, file) -> secret(at, file, mistakes), mistakes);
        List<Webhook> webhooks = hooks.read(configuration.webhooks());
        Optional<S3Settings> bucket =
                new ReadBucket((at, file) -> secret(at, file, mistakes), mistakes).read(configuration.files());
        List<Collection> collections = collections(configuration, mistakes);
        return mistakes.isEmpty() && database.isPresent()
                ? new Read.Good(new Settings(
                        configuration,
                        database.get(),
                        credentials,
                        upstreams,
                        theme,
                        mail,
                        webhooks,
                        authorities,
                        bucket,
                        collections,
                        redis,
                        warnings))
                : new Read.Bad(mistakes);
    }

    private static void publicUrl(Configuration configuration, List<Mistake> mistakes) {
        configuration.publicUrl().ifPresent(url -> {
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            boolean bare = url.getRawPath() == null
                    || url.getRawPath().isEmpty()
                    || url.getRawPath().equals("/");
            if (!web
                    || !bare
                    || url.getHost() == null
                    || url.getRawQuery() != null
                    || url.getRawFragment() != null
                    || url.getRawUserInfo() != null) {
                mistakes.add(new Mistake(
                        "/public_url",
                        url.toString(),
                        "must be http or https, host and port only: https://id.example.org"));
            }
        });
    }

    private static void services(Configuration configuration, List<Mistake> mistakes) {
        if (configuration.servers().isEmpty()) {
            mistakes.add(new Mistake("/servers", "", "must name at least one server"));
        }
        for (Map.Entry<String, List<URI>> service : configuration.services().entrySet()) {
            String at = "/services/" + service.getKey();
            Optional<Room> room = Room.named(service.getKey());
            if (room.filter(Room::isBehindTheGateway).isEmpty()) {
                mistakes.add(new Mistake(at, "", "must be one of auth, resource, frontend, files"));
            } else if (configuration.has(room.get()) && configuration.has(Room.GATEWAY)) {
                // Only a gateway asks; so the processes of an installation may share one file.
                mistakes.add(new Mistake(at, "", "runs in this process; take it out of servers or out of services"));
            }
            if (service.getValue().isEmpty() || !service.getValue().stream().allMatch(Settings::isOrigin)) {
                mistakes.add(
                        new Mistake(at, service.getValue().toString(), "must list origins: [http://10.0.0.7:8081]"));
            }
        }
    }

    static boolean isOrigin(URI uri) {
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        return http
                && uri.getHost() != null
                && (uri.getRawPath() == null || uri.getRawPath().isEmpty())
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && uri.getRawUserInfo() == null;
    }

    private static List<Collection> collections(Configuration configuration, List<Mistake> mistakes) {
        if (configuration.collections().isEmpty()) {
            return List.of();
        }
        return switch (Collection.read(configuration.collections())) {
            case Bound.Valid<List<Collection>>(var collections) -> collections;
            case Bound.Invalid<List<Collection>>(var found) -> {
                mistakes.addAll(found);
                yield List.of();
            }
        };
    }

    private static Theme theme(Configuration configuration, List<Mistake> mistakes, List<String> warnings) {
        if (configuration.pages().theme().isEmpty()) {
            return Theme.OURS;
        }
        return switch (Theme.load(configuration.pages().theme().get())) {
            case Bound.Valid<Theme>(Theme theme) -> {
                theme.gaps().forEach(gap -> warnings.add("pages.theme, " + ConfigurationFile.told(gap)));
                yield theme;
            }
            case Bound.Invalid<Theme>(var found) -> {
                found.forEach(m -> mistakes.add(new Mistake("pages.theme, " + m.pointer(), m.value(), m.expected())));
                yield Theme.OURS;
            }
        };
    }

    /** A URL without what may be a password. */
    static String hidden(String url) {
        return url.replaceAll("//[^@/]*@", "//…@");
    }

    private static List<ClientCredential> clients(
            Configuration configuration, List<Mistake> mistakes, List<String> warnings) {
        var credentials = new ArrayList<ClientCredential>();
        var seen = new ArrayList<String>();
        for (int i = 0; i < configuration.clients().size(); i++) {
            DeclaredClient client = configuration.clients().get(i);
            String at = "/clients/" + i;
            if (seen.contains(client.id().value())) {
                mistakes.add(new Mistake(at + "/id", client.id().value(), "is declared twice"));
            }
            seen.add(client.id().value());
            if (Scope.parse(String.join(" ", client.scopes())).isEmpty()) {
                mistakes.add(new Mistake(
                        at + "/scopes", client.scopes().toString(), "must be visible ASCII without quotes"));
            }
            redirects(at + "/redirect_uris", client.redirectUris(), mistakes);
            redirects(at + "/post_logout_redirect_uris", client.postLogoutRedirectUris(), mistakes);
            mistakes.addAll(DeclaredEnds.mistakes(at, client));
            mistakes.addAll(Certificates.mistakes(at, client, configuration));
            if (!client.public_()
                    && client.secret().isEmpty()
                    && client.secretFile().isEmpty()
                    && !client.provesByKey()) {
                mistakes.add(
                        new Mistake(
                                at,
                                client.id().value(),
                                "must have secret_file, or authentication: private_key_jwt with jwks_file or jwks_uri or by a certificate, or public: true"));
            }
            if (client.secret().isPresent()) {
                warnings.add(
                        "clients." + i + ".secret stands in the file; put it into a file of its own (secret_file)");
            }
            Optional<Secret> secret = client.secret()
                    .or(() -> client.secretFile().flatMap(file -> secret(at + "/secret_file", file, mistakes)));
            Optional<String> jwks = client.jwksFile()
                    .flatMap(file -> secret(at + "/jwks_file", file, mistakes))
                    .map(Secret::reveal);
            jwks.filter(text -> JwkSet.read(text.getBytes(UTF_8)).isEmpty())
                    .ifPresent(text -> mistakes.add(new Mistake(
                            at + "/jwks_file", client.jwksFile().orElseThrow().toString(), "is no JWK set")));
            credentials.add(new ClientCredential(secret, jwks));
        }
        return credentials;
    }

    private static List<Upstream> upstreams(
            Configuration configuration, List<Mistake> mistakes, List<String> warnings) {
        var proofs = new ReadProofs((at, file) -> secret(at, file, mistakes), mistakes, warnings);
        var read = new ReadUpstreams(configuration.fetch().allowPrivate(), proofs::read, mistakes);
        return read.read(configuration.upstreams());
    }

    private static Optional<SmtpServer> mail(
            Configuration configuration, Set<String> named, List<Mistake> mistakes, List<String> warnings) {
        if (configuration.mail().password().isPresent() && !named.contains("SALLYPORT_MAIL_PASSWORD")) {
            warnings.add("mail.password stands in the file; put it into a file of its own (password_file)");
        }
        return new ReadMail((at, file) -> secret(at, file, mistakes), mistakes).read(configuration);
    }

    private static void redirects(String at, List<String> uris, List<Mistake> mistakes) {
        for (int i = 0; i < uris.size(); i++) {
            String uri = uris.get(i);
            String where = at + "/" + i;
            RedirectUris.objection(uri).ifPresent(objection -> mistakes.add(new Mistake(where, uri, objection)));
        }
    }

    private static Optional<Secret> secret(String pointer, Path file, List<Mistake> mistakes) {
        try {
            String text = Files.readString(file).strip();
            if (text.isEmpty()) {
                mistakes.add(new Mistake(pointer, file.toString(), "is empty"));
                return Optional.empty();
            }
            return Optional.of(Secret.of(text));
        } catch (IOException e) {
            mistakes.add(new Mistake(
                    pointer, file.toString(), "cannot be read (" + e.getClass().getSimpleName() + ")"));
            return Optional.empty();
        }
    }
}
