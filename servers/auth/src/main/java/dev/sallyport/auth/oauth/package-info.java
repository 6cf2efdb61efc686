/** The OAuth 2.1 and OpenID Connect endpoints that clients call: token, introspection, revocation, userinfo, metadata. */
package dev.sallyport.auth.oauth;
