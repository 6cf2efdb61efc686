package dev.sallyport.app.imports;

/**
 * One of the house's upstreams, as linked identities name it.
 *
 * @param issuer who speaks there: its {@code iss}, or the address that says who it is
 */
public record Provider(String id, String label, String issuer) {}
