/**
 * The files server: uploads and downloads of files that people own.
 */
package dev.sallyport.files;
