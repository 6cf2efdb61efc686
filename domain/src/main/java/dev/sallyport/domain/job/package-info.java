/** Work outside the request. */
package dev.sallyport.domain.job;
