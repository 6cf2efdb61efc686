package dev.sallyport.example;

import java.util.List;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The protected data, for whoever holds a token that names this API and has the scope {@code orders}. */
@RestController
class OrdersApi {
    @GetMapping("/api/orders")
    Map<String, Object> orders(@AuthenticationPrincipal Jwt token) {
        return Map.of("of", token.getSubject(), "token", token.getId(), "orders", List.of("a lantern", "two keys"));
    }
}
