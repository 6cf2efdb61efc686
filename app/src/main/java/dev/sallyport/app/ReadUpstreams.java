package dev.sallyport.app;

import dev.sallyport.auth.upstream.OwnProof;
import dev.sallyport.auth.upstream.Preset;
import dev.sallyport.auth.upstream.Upstream;
import dev.sallyport.auth.upstream.Upstream.Speech;
import dev.sallyport.kit.json.Bound.Mistake;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Makes the providers of what is declared, and tells every mistake in it. */
final class ReadUpstreams {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final Pattern TENANT = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]+");
    private static final List<String> OPENID = List.of("openid", "email", "profile");

    private final boolean allowHttp;
    private final BiFunction<String, DeclaredUpstream, Optional<OwnProof>> proofs;
    private final List<Mistake> mistakes;
    private final HashSet<String> seen = new HashSet<>();

    /**
     * @param allowHttp whether a provider may be asked without TLS, in development
     * @param proofs reads what proves us to one, and tells where it cannot
     */
    ReadUpstreams(
            boolean allowHttp,
            BiFunction<String, DeclaredUpstream, Optional<OwnProof>> proofs,
            List<Mistake> mistakes) {
        this.allowHttp = allowHttp;
        this.proofs = proofs;
        this.mistakes = mistakes;
    }

    List<Upstream> read(List<DeclaredUpstream> declared) {
        var all = new ArrayList<Upstream>();
        for (int i = 0; i < declared.size(); i++) {
            one("/upstreams/" + i, declared.get(i)).ifPresent(all::add);
        }
        return List.copyOf(all);
    }

    private Optional<Upstream> one(String at, DeclaredUpstream declared) {
        if (!ID.matcher(declared.id()).matches()) {
            mistake(
                    at + "/id",
                    declared.id(),
                    "must be 1 to 40 small letters, digits and hyphens, for it stands in an address");
        } else if (!seen.add(declared.id())) {
            mistake(at + "/id", declared.id(), "is declared twice");
        }
        if (declared.clientId().isBlank()) {
            mistake(at + "/client_id", "", "must be the id that the provider gave you");
        }
        for (String scope : declared.scopes()) {
            if (!SCOPE.matcher(scope).matches()) {
                mistake(at + "/scopes", scope, "must be visible ASCII without quotes");
            }
        }
        Optional<Speech> speech = speech(at, declared);
        Optional<OwnProof> proof = proofs.apply(at, declared);
        return speech.flatMap(spoken -> proof.map(known -> new Upstream(
                declared.id(),
                declared.name().or(() -> declared.preset().map(Preset::label)).orElse(declared.id()),
                declared.clientId(),
                known,
                scopes(declared),
                declared.trustsEmail()
                        .orElse(declared.preset().filter(Preset::trustsEmail).isPresent()),
                spoken)));
    }

    private static List<String> scopes(DeclaredUpstream declared) {
        if (!declared.scopes().isEmpty()) {
            return declared.scopes();
        }
        return declared.preset().map(Preset::scopes).orElse(declared.hasEndpoints() ? List.of() : OPENID);
    }

    private Optional<Speech> speech(String at, DeclaredUpstream declared) {
        int ways = (declared.preset().isPresent() ? 1 : 0)
                + (declared.issuer().isPresent() ? 1 : 0)
                + (declared.hasEndpoints() ? 1 : 0);
        if (ways != 1) {
            mistake(
                    at,
                    declared.id(),
                    "must have one of preset, issuer, or the three authorization_endpoint, token_endpoint and userinfo_endpoint");
            return Optional.empty();
        }
        if (declared.tenant().isPresent()
                && declared.preset().filter(Preset.MICROSOFT::equals).isEmpty()) {
            mistake(at + "/tenant", declared.tenant().get(), "is for the preset microsoft");
        }
        if (!declared.scopes().isEmpty()
                && !declared.hasEndpoints()
                && !isGithub(declared)
                && !declared.scopes().contains("openid")) {
            mistake(at + "/scopes", declared.scopes().toString(), "must hold openid");
        }
        if (declared.preset().isPresent()) {
            return preset(at, declared, declared.preset().get());
        }
        return declared.issuer().isPresent() ? issuer(at, declared.issuer().get()) : endpoints(at, declared);
    }

    private static boolean isGithub(DeclaredUpstream declared) {
        return declared.preset().filter(Preset.GITHUB::equals).isPresent();
    }

    private Optional<Speech> preset(String at, DeclaredUpstream declared, Preset preset) {
        if (preset == Preset.MICROSOFT
                && declared.tenant().filter(id -> TENANT.matcher(id).matches()).isEmpty()) {
            mistake(
                    at + "/tenant",
                    declared.tenant().orElse(""),
                    "must be the id of the tenant whose people may come, such as 72f988bf-86f1-41af-91ab-2d7cd011db47");
            return Optional.empty();
        }
        return preset.speech(declared.tenant());
    }

    private Optional<Speech> issuer(String at, URI issuer) {
        if (!isAddress(issuer) || issuer.getRawQuery() != null) {
            mistake(
                    at + "/issuer",
                    issuer.toString(),
                    "must be https, a host and perhaps a path: https://accounts.example.com");
            return Optional.empty();
        }
        return Optional.of(new Speech.OpenId(issuer.toString()));
    }

    private Optional<Speech> endpoints(String at, DeclaredUpstream declared) {
        Optional<URI> authorization = endpoint(at + "/authorization_endpoint", declared.authorizationEndpoint());
        Optional<URI> token = endpoint(at + "/token_endpoint", declared.tokenEndpoint());
        Optional<URI> userinfo = endpoint(at + "/userinfo_endpoint", declared.userinfoEndpoint());
        return authorization.isPresent() && token.isPresent() && userinfo.isPresent()
                ? Optional.of(new Speech.OAuth(
                        authorization.get(),
                        token.get(),
                        userinfo.get(),
                        Optional.empty(),
                        new Upstream.Facts(declared.subject(), declared.email(), declared.emailVerified(), "name")))
                : Optional.empty();
    }

    private Optional<URI> endpoint(String at, Optional<URI> uri) {
        Optional<URI> good = uri.filter(this::isAddress);
        if (good.isEmpty()) {
            mistake(
                    at,
                    uri.map(URI::toString).orElse(""),
                    "must be https and a host: all three endpoints are needed where there is no issuer");
        }
        return good;
    }

    private boolean isAddress(URI uri) {
        boolean scheme = "https".equals(uri.getScheme()) || (allowHttp && "http".equals(uri.getScheme()));
        return scheme && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null;
    }

    private void mistake(String pointer, String value, String expected) {
        mistakes.add(new Mistake(pointer, value, expected));
    }
}
