/** What was allowed to whom: scopes and refresh families. */
package dev.sallyport.domain.grant;
