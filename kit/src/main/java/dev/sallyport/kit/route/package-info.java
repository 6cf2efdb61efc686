/** Routes with their locks. Access is a route's type and has no default; {@link Guards} alone opens and makes the proofs. */
package dev.sallyport.kit.route;
