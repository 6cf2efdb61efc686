/**
 * The frontend server: the single-page app under a strict content security policy, and the problem pages.
 */
package dev.sallyport.frontend;
