/** Telling clients that a session has ended: from house to house, and in frames of the signed-out page. */
package dev.sallyport.auth.logout;
