/** Accounts elsewhere that sign somebody in here: whose they are, how they are linked and let go. */
package dev.sallyport.domain.identity;
