/** What proves who somebody is. */
package dev.sallyport.domain.credential;
