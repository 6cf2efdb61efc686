/** The contents of files: a directory of this machine. */
package dev.sallyport.storage.blob;
