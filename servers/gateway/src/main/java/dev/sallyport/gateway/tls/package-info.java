/**
 * How the gateway encrypts the street: where its certificates come from, that they are looked at again, and what it tells of
 * them. It opens no socket; the engine does.
 */
package dev.sallyport.gateway.tls;
