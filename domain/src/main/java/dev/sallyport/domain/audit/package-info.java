/** What happened, for the owner and the administrator. */
package dev.sallyport.domain.audit;
