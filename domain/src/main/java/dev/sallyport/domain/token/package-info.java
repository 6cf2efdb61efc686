/** What tokens say, and values that work once. */
package dev.sallyport.domain.token;
