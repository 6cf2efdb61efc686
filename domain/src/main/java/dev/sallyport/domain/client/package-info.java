/** Applications that ask for tokens. */
package dev.sallyport.domain.client;
