package dev.sallyport.domain.attempt;

/**
 * What failed sign-ins are counted on: a keyed digest of a canonical name (existing or not), or of a browser known to an
 * account. It says nothing to somebody who reads the database.
 */
public record AttemptKey(String value) {}
