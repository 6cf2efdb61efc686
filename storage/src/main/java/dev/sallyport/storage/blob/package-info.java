/** The contents of files, and unfinished uploads: a directory of this machine. */
package dev.sallyport.storage.blob;
