/**
 * The auth server: accounts, sign-in, tokens, keys. Owns credentials and sessions; the only maker of tokens.
 */
package dev.sallyport.auth;
