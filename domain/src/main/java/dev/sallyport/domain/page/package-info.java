/** Lists by cursor. */
package dev.sallyport.domain.page;
