/** Access tokens as JWTs: signing, verifying from public keys, and the cryptography behind both. */
package dev.sallyport.kit.token;
