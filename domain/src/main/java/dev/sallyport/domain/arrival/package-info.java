/** People who come from another program, many at once, with their passwords' hashes and their linked identities. */
package dev.sallyport.domain.arrival;
