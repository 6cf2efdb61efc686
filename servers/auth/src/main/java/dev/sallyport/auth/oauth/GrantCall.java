package dev.sallyport.auth.oauth;

import dev.sallyport.kit.http.Response;

/** What one grant type does at the token endpoint. */
@FunctionalInterface
interface GrantCall {
    Response answer(TokenAsk ask);
}
