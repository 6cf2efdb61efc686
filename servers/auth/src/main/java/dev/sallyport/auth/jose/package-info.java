/** What clients sign, encrypt and show by certificate, judged; and what is encrypted for them. */
package dev.sallyport.auth.jose;
