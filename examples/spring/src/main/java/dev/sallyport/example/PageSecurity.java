package dev.sallyport.example;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.web.SecurityFilterChain;

/** The client: people sign in at Sallyport by the code flow with PKCE, and sign out at both. */
@Configuration
class PageSecurity {
    @Bean
    @Order(2)
    SecurityFilterChain guardPages(HttpSecurity http, ClientRegistrationRepository clients, Example.Settings settings) {
        var ask = new DefaultOAuth2AuthorizationRequestResolver(
                clients, OAuth2AuthorizationRequestRedirectFilter.DEFAULT_AUTHORIZATION_REQUEST_BASE_URI);
        // Tokens for the API, and for userinfo, which is the house's own.
        var resources = List.of(settings.issuer(), settings.audience());
        ask.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce()
                .andThen(request -> request.additionalParameters(more -> more.put("resource", resources))));
        var signOut = new OidcClientInitiatedLogoutSuccessHandler(clients);
        signOut.setPostLogoutRedirectUri("{baseUrl}/goodbye");
        return http.authorizeHttpRequests(
                        requests -> requests.requestMatchers("/goodbye").permitAll().anyRequest().authenticated())
                .oauth2Login(login -> login.authorizationEndpoint(at -> at.authorizationRequestResolver(ask)))
                .logout(logout -> logout.logoutSuccessHandler(signOut))
                .build();
    }

    /** Spring expects RS256 of everybody; Sallyport signs ID tokens by ES256 unless the client says otherwise. */
    @Bean
    JwtDecoderFactory<ClientRegistration> idTokens() {
        var factory = new OidcIdTokenDecoderFactory();
        factory.setJwsAlgorithmResolver(client -> SignatureAlgorithm.ES256);
        return factory;
    }

    /** Hands out access tokens, and refreshes them shortly before they end. */
    @Bean
    OAuth2AuthorizedClientManager tokens(
            ClientRegistrationRepository clients,
            OAuth2AuthorizedClientRepository authorized,
            Example.Settings settings) {
        var manager = new DefaultOAuth2AuthorizedClientManager(clients, authorized);
        manager.setAuthorizedClientProvider(OAuth2AuthorizedClientProviderBuilder.builder()
                .authorizationCode()
                .refreshToken(refresh -> refresh.clockSkew(settings.refreshBefore()))
                .build());
        return manager;
    }
}
