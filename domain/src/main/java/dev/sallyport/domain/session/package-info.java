/** People signed in, one device each. */
package dev.sallyport.domain.session;
