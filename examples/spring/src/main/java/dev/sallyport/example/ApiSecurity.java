package dev.sallyport.example;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;

/** The resource server: {@code /api/**} takes access tokens of the issuer that name this API, and no cookie. */
@Configuration
class ApiSecurity {
    @Bean
    @Order(1)
    SecurityFilterChain guardApi(HttpSecurity http) {
        return http.securityMatcher("/api/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().hasAuthority("SCOPE_orders"))
                .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable()) // no cookie opens this door, so there is nothing to forge
                .build();
    }

    /** RFC 9068: the type is {@code at+jwt}, and issuer, audience and client are checked; the algorithm is pinned. */
    @Bean
    JwtDecoder accessTokens(Example.Settings settings) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withIssuerLocation(settings.issuer())
                .jwsAlgorithm(SignatureAlgorithm.ES256)
                .validateType(false) // it would ask for "JWT"; the validator below asks for "at+jwt"
                .build();
        decoder.setJwtValidator(JwtValidators.createAtJwtValidator()
                .issuer(settings.issuer())
                .audience(settings.audience())
                .clientId("spring")
                .build());
        return decoder;
    }
}
