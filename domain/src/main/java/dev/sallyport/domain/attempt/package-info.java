/** Failed sign-ins and what follows (Tier 2). */
package dev.sallyport.domain.attempt;
