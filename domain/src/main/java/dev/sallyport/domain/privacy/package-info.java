/** What is kept of people: addresses, which are never kept raw; everything of one person as an archive; and its removal. */
package dev.sallyport.domain.privacy;
