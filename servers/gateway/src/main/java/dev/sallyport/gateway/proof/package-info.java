/**
 * Proof of work: challenges in the format of ALTCHA, how their solutions are judged, and when they are asked for. Knows nothing of
 * routes; the gateway calls it.
 */
package dev.sallyport.gateway.proof;
