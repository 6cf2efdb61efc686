/**
 * The gateway: the only server that faces the street. Owns the two gates, Tier 1 limits and security headers; decides nothing about people.
 */
package dev.sallyport.gateway;
