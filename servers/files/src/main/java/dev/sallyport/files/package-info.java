/**
 * The files server: uploads, in one request or in many, and downloads of files that people own, and what they let others have of
 * them. It keeps no bytes itself; where they lie is the affair of the stores behind its use cases.
 */
package dev.sallyport.files;
