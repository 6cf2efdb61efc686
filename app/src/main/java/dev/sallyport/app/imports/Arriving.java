package dev.sallyport.app.imports;

import dev.sallyport.domain.arrival.Arrival;

/**
 * Somebody on the way in.
 *
 * @param what {@code user} or {@code line}, as findings call it
 * @param name whom findings name
 * @param dated whether the file says when the account was opened, by which the person is known again
 */
record Arriving(Arrival arrival, String what, String name, boolean dated) {}
