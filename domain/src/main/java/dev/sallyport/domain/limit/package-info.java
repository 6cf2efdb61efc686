/** Limits of how often somebody may ask that many processes count together (Tier 1). */
package dev.sallyport.domain.limit;
