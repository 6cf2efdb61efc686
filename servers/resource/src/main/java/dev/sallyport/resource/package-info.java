/**
 * The resource server: protected data. Knows one credential, the bearer token.
 */
package dev.sallyport.resource;
