/** Proof that a caller holds a key (RFC 9449), for the token endpoint and for every resource server. */
package dev.sallyport.kit.dpop;
