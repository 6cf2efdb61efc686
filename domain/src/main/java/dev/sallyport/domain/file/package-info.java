/** Files that people own. */
package dev.sallyport.domain.file;
