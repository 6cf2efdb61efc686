/** Making tokens: signing keys and access tokens, sealed refresh tokens. */
package dev.sallyport.auth.token;
