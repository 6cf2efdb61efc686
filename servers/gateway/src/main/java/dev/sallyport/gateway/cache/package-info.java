/**
 * A shared cache of origins' answers (RFC 9111): which may be kept, for how long, for whom, and what is said of it. Routes ask it; it knows
 * neither routes nor origins.
 */
package dev.sallyport.gateway.cache;
