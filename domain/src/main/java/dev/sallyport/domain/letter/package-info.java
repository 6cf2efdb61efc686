/** Letters: how many somebody gets, and where those are kept that no mail server takes. */
package dev.sallyport.domain.letter;
