package dev.sallyport.domain.client;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.token.Algorithm;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a client that nobody of the house vouches for may be (T31). It is a third party whatever it says: people are asked for
 * consent, it gets no roles, and it acts for nobody but people who allowed it.
 *
 * @param hosts where redirect URIs may lead: host names, {@code localhost} for the three loopback names, or an app's own scheme
 *     with its colon; empty for anywhere
 * @param scopes what it may ask for at most
 * @param audiences the resources that its tokens may be for besides the house itself
 * @param policy what it is held to
 * @param algorithms what its ID tokens may be signed by
 */
public record RegistrationRules(
        Set<String> hosts,
        Scope scopes,
        List<String> audiences,
        ClientPolicy policy,
        Set<Algorithm> algorithms,
        Set<ClientAuthentication> ways) {
    private static final Set<GrantType> GRANTS = Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> WEB = Set.of("http", "https");
    private static final int MOST_URIS = 20;
    private static final int LONGEST_NAME = 100;

    public RegistrationRules {
        hosts = Set.copyOf(hosts);
        audiences = List.copyOf(audiences);
        algorithms = Set.copyOf(algorithms);
        ways = Set.copyOf(ways);
    }

    /** Which part of a wish cannot be. */
    public enum Fault {
        REDIRECT_URI,
        METADATA
    }

    /** What the rules say to a wish. */
    public sealed interface Judged {
        record Fit(ClientTerms terms) implements Judged {}

        /** @param why a constant, or one with the place of the mistake; never what was sent */
        record Unfit(Fault fault, String why) implements Judged {}
    }

    @Spec("RFC 7591 §2")
    @Spec("RFC 7591 §3.2.2")
    public Judged judge(ClientWish wish) {
        Optional<String> redirect = redirects(wish.redirectUris());
        if (redirect.isPresent()) {
            return new Judged.Unfit(Fault.REDIRECT_URI, redirect.get());
        }
        return objections(wish)
                .findFirst()
                .<Judged>map(why -> new Judged.Unfit(Fault.METADATA, why))
                .orElseGet(() -> new Judged.Fit(terms(wish)));
    }

    private Optional<String> redirects(List<String> uris) {
        if (uris.isEmpty() || uris.size() > MOST_URIS) {
            return Optional.of("redirect_uris must list 1 to " + MOST_URIS);
        }
        return objection("redirect_uris", uris)
                .or(() -> first(
                        "redirect_uris",
                        uris,
                        uri -> leadsOut(uri)
                                ? Optional.of("leads to a host that registration is not open to")
                                : Optional.empty()));
    }

    private static Optional<String> objection(String member, List<String> uris) {
        return first(member, uris, RedirectUris::objection);
    }

    private static Optional<String> first(
            String member, List<String> uris, Function<String, Optional<String>> objection) {
        for (int i = 0; i < uris.size(); i++) {
            Optional<String> why = objection.apply(uris.get(i));
            if (why.isPresent()) {
                return Optional.of(member + "[" + i + "] " + why.get());
            }
        }
        return Optional.empty();
    }

    private boolean leadsOut(String uri) {
        URI parsed = URI.create(uri);
        boolean web = WEB.contains(parsed.getScheme());
        String place = web ? parsed.getHost().toLowerCase(Locale.ROOT) : parsed.getScheme() + ":";
        return !hosts.isEmpty() && !hosts.contains(web && LOOPBACK.contains(place) ? "localhost" : place);
    }

    private Stream<String> objections(ClientWish wish) {
        Optional<ClientAuthentication> way = way(wish);
        Optional<Set<GrantType>> grants = grants(wish);
        boolean byKey = way.filter(ClientAuthentication.PRIVATE_KEY_JWT::equals).isPresent();
        boolean byCertificate =
                way.filter(ClientAuthentication::isByCertificate).isPresent();
        return Stream.of(
                        when(!isName(wish.name()), "client_name must be 1 to 100 printable characters"),
                        when(way.isEmpty(), "token_endpoint_auth_method is not one that is taken here"),
                        when(grants.isEmpty(), "grant_types may name authorization_code and refresh_token"),
                        when(
                                !wish.responseTypes().stream().allMatch("code"::equals),
                                "response_types may name code alone"),
                        when(wish.jwks().isPresent() && wish.jwksUri().isPresent(), "jwks or jwks_uri, not both"),
                        when(
                                byKey && wish.jwks().isEmpty() && wish.jwksUri().isEmpty(),
                                "private_key_jwt needs jwks or jwks_uri"),
                        when(
                                policy == ClientPolicy.FAPI2 && !byKey && !byCertificate,
                                "token_endpoint_auth_method must be private_key_jwt or by a certificate here"),
                        certificate(wish, way),
                        when(!wish.jwksUri().map(RegistrationRules::isWeb).orElse(true), "jwks_uri must be https"),
                        when(
                                wish.postLogoutRedirects().size() > MOST_URIS,
                                "post_logout_redirect_uris must list " + MOST_URIS + " at most"),
                        objection("post_logout_redirect_uris", wish.postLogoutRedirects()).stream(),
                        when(scope(wish).isEmpty(), "scope names nothing that a registered client may ask for"),
                        when(
                                !wish.subjectType()
                                        .map(Set.of("public", "pairwise")::contains)
                                        .orElse(true),
                                "subject_type must be public or pairwise"),
                        when(
                                isPairwise(wish) && hosts(wish.redirectUris()) > 1,
                                "pairwise needs redirect_uris of one host"),
                        when(!isSigned(wish.idTokenAlgorithm()), "id_token_signed_response_alg is not taken here"),
                        when(!isSigned(wish.userinfoAlgorithm()), "userinfo_signed_response_alg is not taken here"),
                        logout(wish).stream(),
                        when(
                                (wish.idTokenEncryption().isPresent()
                                                || wish.userinfoEncryption().isPresent())
                                        && wish.jwks().isEmpty()
                                        && wish.jwksUri().isEmpty(),
                                "encryption needs jwks or jwks_uri"),
                        when(
                                wish.userinfoEncryption().isPresent()
                                        && wish.userinfoAlgorithm().isEmpty(),
                                "encrypted userinfo needs userinfo_signed_response_alg"),
                        ClientRules.objections(
                                way.filter(ClientAuthentication.NONE::equals).isPresent(),
                                grants.orElse(GRANTS),
                                true,
                                false))
                .flatMap(all -> all);
    }

    /** What does not go together in what is said of the client's certificate. */
    @Spec("RFC 8705 §2.1.2")
    @Spec("RFC 8705 §2.2.2")
    @Spec("RFC 8705 §3.4")
    private Stream<String> certificate(ClientWish wish, Optional<ClientAuthentication> way) {
        return Stream.of(
                        when(
                                way.filter(ClientAuthentication.TLS::equals).isPresent()
                                        && wish.mutualTls().name().isEmpty(),
                                "tls_client_auth needs one name of the certificate, such as tls_client_auth_san_dns"),
                        when(
                                way.filter(ClientAuthentication.SELF_SIGNED_TLS::equals)
                                                .isPresent()
                                        && wish.jwks().isEmpty()
                                        && wish.jwksUri().isEmpty(),
                                "self_signed_tls_client_auth needs jwks or jwks_uri, with the certificate as x5c"),
                        when(
                                wish.mutualTls().bound() && !ways.contains(ClientAuthentication.SELF_SIGNED_TLS),
                                "tls_client_certificate_bound_access_tokens is not taken here"),
                        when(
                                wish.mutualTls().bound() && wish.bound(),
                                "tokens are bound by dpop_bound_access_tokens or by"
                                        + " tls_client_certificate_bound_access_tokens, not both"))
                .flatMap(all -> all);
    }

    private static Optional<String> logout(ClientWish wish) {
        return wish.logout()
                .backchannel()
                .flatMap(LogoutUris::backchannelObjection)
                .map(why -> "backchannel_logout_uri " + why)
                .or(() -> wish.logout()
                        .frontchannel()
                        .flatMap(uri -> LogoutUris.frontchannelObjection(uri, wish.redirectUris()))
                        .map(why -> "frontchannel_logout_uri " + why));
    }

    private static Stream<String> when(boolean wrong, String objection) {
        return wrong ? Stream.of(objection) : Stream.empty();
    }

    /** Nothing that turns the line around or hides in it: the name stands where people decide. */
    private static boolean isName(Optional<String> name) {
        return name.isEmpty()
                || (!name.get().isBlank()
                        && name.get().length() <= LONGEST_NAME
                        && name.get().codePoints().noneMatch(RegistrationRules::isHidden));
    }

    private static boolean isHidden(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private Optional<ClientAuthentication> way(ClientWish wish) {
        return ClientAuthentication.of(wish.authentication().orElse(ClientAuthentication.SECRET_BASIC.wireName()))
                .filter(ways::contains);
    }

    /** Empty where one is not to be had by registration, such as client_credentials. */
    private static Optional<Set<GrantType>> grants(ClientWish wish) {
        if (wish.grants().isEmpty()) {
            return Optional.of(Set.of(GrantType.AUTHORIZATION_CODE));
        }
        Set<GrantType> known = wish.grants().stream()
                .flatMap(name -> GrantType.of(name).stream())
                .filter(GRANTS::contains)
                .collect(Collectors.toSet());
        return known.size() == new HashSet<>(wish.grants()).size() ? Optional.of(known) : Optional.empty();
    }

    /** What is asked for and may be had; empty where that is nothing. */
    private Optional<Scope> scope(ClientWish wish) {
        if (wish.scope().isEmpty()) {
            return Optional.of(scopes);
        }
        return Scope.parse(wish.scope().get())
                .map(asked -> {
                    var both = new TreeSet<>(asked.tokens());
                    both.retainAll(scopes.tokens());
                    return new Scope(both);
                })
                .filter(both -> !both.isEmpty());
    }

    private boolean isSigned(Optional<String> name) {
        return name.isEmpty()
                || Algorithm.of(name.get()).filter(algorithms::contains).isPresent();
    }

    private static boolean isPairwise(ClientWish wish) {
        return wish.subjectType().filter("pairwise"::equals).isPresent();
    }

    private static long hosts(List<String> uris) {
        return uris.stream().map(RegistrationRules::host).distinct().count();
    }

    /** The host of a URI that was looked at, or its scheme where it has none. */
    private static String host(String uri) {
        URI parsed = URI.create(uri);
        return parsed.getHost() == null ? parsed.getScheme() : parsed.getHost().toLowerCase(Locale.ROOT);
    }

    private static boolean isWeb(String text) {
        try {
            URI uri = new URI(text);
            return "https".equals(uri.getScheme()) && uri.getHost() != null && uri.getRawUserInfo() == null;
        } catch (URISyntaxException noUri) {
            return false;
        }
    }

    private ClientTerms terms(ClientWish wish) {
        ClientAuthentication way = way(wish).orElseThrow();
        var metadata = new ClientMetadata(
                        Optional.of(way),
                        wish.jwks(),
                        wish.jwksUri().map(URI::create),
                        wish.postLogoutRedirects(),
                        Optional.empty(),
                        Optional.empty(),
                        audiences,
                        false,
                        wish.bound(),
                        wish.pushed(),
                        wish.idTokenAlgorithm().flatMap(Algorithm::of),
                        wish.userinfoAlgorithm().flatMap(Algorithm::of),
                        isPairwise(wish),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        policy,
                        false,
                        false,
                        Optional.empty())
                .with(wish.logout())
                .with(wish.mutualTls())
                .encrypted(wish.idTokenEncryption(), wish.userinfoEncryption());
        return new ClientTerms(
                wish.name().orElseGet(() -> host(wish.redirectUris().getFirst())),
                way == ClientAuthentication.NONE,
                grants(wish).orElseThrow(),
                scope(wish).orElseThrow(),
                wish.redirectUris(),
                metadata);
    }
}
