package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.PushedAuthorizationRequest;
import com.nimbusds.oauth2.sdk.PushedAuthorizationResponse;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenIntrospectionResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The OAuth SDK of Nimbus, which nobody wrote for us, with nothing but the issuer's address, through the front door. */
@Tag("slow")
class NimbusClientTest {
    private static final String EMAIL = "ada@example.org";
    private static final String PASSWORD = "a long pass phrase";
    private static final String SECRET = "a secret of the shop";
    private static final URI CALLBACK = URI.create("http://127.0.0.1:9/callback");
    private static final ClientID SHOP = new ClientID("shop");
    private static final ClientAuthentication PROOF = new ClientSecretBasic(SHOP, new Secret(SECRET));

    @TempDir
    static Path folder;

    private static RunningHouse house;
    private static OIDCProviderMetadata provider;

    @BeforeAll
    static void open() throws Exception {
        Files.writeString(folder.resolve("shop.secret"), SECRET);
        house = RunningHouse.start(folder, RunningHouse.GENEROUS + """
                clients:
                  - id: shop
                    secret_file: "%s/shop.secret"
                    grants: [authorization_code, refresh_token, client_credentials]
                    scopes: [openid, profile, email, orders]
                    redirect_uris: ["%s"]
                    post_logout_redirect_uris: ["%s"]
                """.formatted(folder, CALLBACK, CALLBACK));
        try (var caller = new Caller(house)) {
            assertThat(caller.register(EMAIL, PASSWORD, "Ada").status()).isEqualTo(202);
        }
        provider = OIDCProviderMetadata.resolve(new Issuer(house.url("")));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static AuthenticationRequest.Builder asking(CodeVerifier verifier, State state, Nonce nonce) {
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope("openid", "profile", "email"), SHOP, CALLBACK)
                .endpointURI(provider.getAuthorizationEndpointURI())
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .state(state)
                .nonce(nonce);
    }

    private static URI pushed(AuthenticationRequest asked) throws Exception {
        var push = new PushedAuthorizationRequest(provider.getPushedAuthorizationRequestEndpointURI(), PROOF, asked);
        var answer =
                PushedAuthorizationResponse.parse(push.toHTTPRequest().send()).toSuccessResponse();
        return new AuthorizationRequest.Builder(answer.getRequestURI(), SHOP)
                .endpointURI(provider.getAuthorizationEndpointURI())
                .build()
                .toURI();
    }

    private static OIDCTokens redeemed(URI back, State state, CodeVerifier verifier) throws Exception {
        var answer = AuthenticationResponseParser.parse(back).toSuccessResponse();
        assertThat(answer.getState()).isEqualTo(state);
        assertThat(answer.getIssuer()).as("RFC 9207 §2").isEqualTo(provider.getIssuer());
        return granted(new AuthorizationCodeGrant(answer.getAuthorizationCode(), CALLBACK, verifier));
    }

    private static OIDCTokens granted(AuthorizationGrant grant) throws Exception {
        var request = new TokenRequest.Builder(provider.getTokenEndpointURI(), PROOF, grant).build();
        var response = OIDCTokenResponseParser.parse(request.toHTTPRequest().send());
        assertThat(response.indicatesSuccess())
                .as(() -> response.toErrorResponse().getErrorObject().toJSONObject() + "")
                .isTrue();
        return ((OIDCTokenResponse) response).getOIDCTokens();
    }

    /** Half a second, which the library allows by itself, is little on a busy machine. */
    private static final int PATIENCE_MILLIS = 10_000;

    private static IDTokenClaimsSet validated(OIDCTokens tokens, Nonce nonce) throws Exception {
        var validator = new IDTokenValidator(
                provider.getIssuer(),
                SHOP,
                JWSAlgorithm.ES256,
                provider.getJWKSetURI().toURL(),
                new DefaultResourceRetriever(PATIENCE_MILLIS, PATIENCE_MILLIS));
        return validator.validate(tokens.getIDToken(), nonce);
    }

    private static boolean isActive(AccessToken token) throws Exception {
        var request = new TokenIntrospectionRequest(provider.getIntrospectionEndpointURI(), PROOF, token);
        return TokenIntrospectionResponse.parse(request.toHTTPRequest().send())
                .toSuccessResponse()
                .isActive();
    }

    @Test
    void the_sdk_walks_a_pushed_code_userinfo_refresh_introspection_revocation_and_sign_out() throws Exception {
        var verifier = new CodeVerifier();
        var state = new State();
        var nonce = new Nonce();
        try (var person = new Person(house, EMAIL, PASSWORD)) {
            URI back = person.visit(pushed(asking(verifier, state, nonce).build()));
            OIDCTokens tokens = redeemed(back, state, verifier);
            IDTokenClaimsSet claims = validated(tokens, nonce);

            var asked = new UserInfoRequest(provider.getUserInfoEndpointURI(), tokens.getAccessToken());
            var told = UserInfoResponse.parse(asked.toHTTPRequest().send())
                    .toSuccessResponse()
                    .getUserInfo();
            assertThat(told.getSubject()).isEqualTo(claims.getSubject());
            assertThat(told.getEmailAddress()).isEqualTo(EMAIL);
            assertThat(told.getName()).isEqualTo("Ada");

            OIDCTokens turned = granted(new RefreshTokenGrant(tokens.getRefreshToken()));
            assertThat(turned.getRefreshToken()).isNotEqualTo(tokens.getRefreshToken());
            assertThat(isActive(turned.getAccessToken())).isTrue();
            var revoke =
                    new TokenRevocationRequest(provider.getRevocationEndpointURI(), PROOF, turned.getRefreshToken());
            assertThat(revoke.toHTTPRequest().send().getStatusCode()).isEqualTo(200);
            assertThat(isActive(turned.getAccessToken()))
                    .as("RFC 7009 §2.1 what came of the grant ends with it")
                    .isFalse();

            URI out = new LogoutRequest(provider.getEndSessionEndpointURI(), tokens.getIDToken(), CALLBACK, state)
                    .toURI();
            assertThat(person.visit(out)).isEqualTo(URI.create(CALLBACK + "?state=" + state));
            URI none = asking(verifier, state, nonce)
                    .prompt(new Prompt("none"))
                    .build()
                    .toURI();
            assertThat(AuthenticationResponseParser.parse(person.visit(none))
                            .toErrorResponse()
                            .getErrorObject()
                            .getCode())
                    .as("nobody is signed in any more")
                    .isEqualTo("login_required");
        }
    }

    @Test
    void the_sdk_asks_in_the_address_line_and_by_itself() throws Exception {
        var verifier = new CodeVerifier();
        var state = new State();
        var nonce = new Nonce();
        try (var person = new Person(house, EMAIL, PASSWORD)) {
            URI back = person.visit(asking(verifier, state, nonce).build().toURI());
            OIDCTokens tokens = redeemed(back, state, verifier);
            assertThat(validated(tokens, nonce).getSubject().getValue()).isNotEmpty();
        }
        var own = new TokenRequest.Builder(provider.getTokenEndpointURI(), PROOF, new ClientCredentialsGrant())
                .scope(new Scope("orders"))
                .build();
        var answer = TokenResponse.parse(own.toHTTPRequest().send()).toSuccessResponse();
        assertThat(answer.getTokens().getAccessToken().getScope()).isEqualTo(new Scope("orders"));
        assertThat(isActive(answer.getTokens().getAccessToken())).isTrue();
    }
}
