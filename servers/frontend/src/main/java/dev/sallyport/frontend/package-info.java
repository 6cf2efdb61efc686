/**
 * The frontend server. It owns the single-page app with its content security policy, the pages that explain problems, and
 * the small files that every site has. It knows nobody and keeps nothing; anybody may call it.
 */
package dev.sallyport.frontend;
