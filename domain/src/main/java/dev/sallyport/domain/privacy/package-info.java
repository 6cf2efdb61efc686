/** Internet addresses, which are never kept raw. */
package dev.sallyport.domain.privacy;
