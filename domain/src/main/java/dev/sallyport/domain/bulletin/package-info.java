/** What processes of one installation tell each other so that nobody has to look for it. */
package dev.sallyport.domain.bulletin;
