/** Signing keys and how secrets are sealed at rest. */
package dev.sallyport.domain.key;
