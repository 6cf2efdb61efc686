/**
 * Clients that nobody of the house declared: they register themselves (RFC 7591, RFC 7592) or are described by the document at
 * their id. Owns their doors and how they are read and told; what they may be is {@code domain.client.RegistrationRules}.
 */
package dev.sallyport.auth.register;
