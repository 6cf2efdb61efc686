package dev.sallyport.example;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.annotation.RegisteredOAuth2AuthorizedClient;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.HtmlUtils;

/** What a person sees. */
@RestController
class Pages {
    private final RestClient http = RestClient.create();

    @GetMapping(path = "/", produces = "text/html")
    String home(@AuthenticationPrincipal OidcUser person, CsrfToken csrf) {
        return """
                <!doctype html><title>Orders</title>
                <h1>Hello, %s</h1>
                <p><a href="/orders">Your orders</a></p>
                <form method="post" action="/logout">
                  <input type="hidden" name="_csrf" value="%s"><button>Sign out</button>
                </form>
                """.formatted(HtmlUtils.htmlEscape(person.getFullName()), csrf.getToken());
    }

    /** Asks the API as any other client of it would: over HTTP, with the person's access token. */
    @GetMapping(path = "/orders", produces = "application/json")
    String orders(@RegisteredOAuth2AuthorizedClient("sallyport") OAuth2AuthorizedClient client, HttpServletRequest at) {
        return http.get()
                .uri("http://127.0.0.1:" + at.getLocalPort() + "/api/orders")
                .headers(headers -> headers.setBearerAuth(client.getAccessToken().getTokenValue()))
                .retrieve()
                .body(String.class);
    }

    @GetMapping(path = "/goodbye", produces = "text/html")
    String goodbye() {
        return "<!doctype html><title>Orders</title><p>You are signed out. <a href=\"/\">Sign in</a></p>";
    }
}
