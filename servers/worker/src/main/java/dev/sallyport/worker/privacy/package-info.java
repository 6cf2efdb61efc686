/** What people have a right to: everything that is kept about them, as one archive. */
package dev.sallyport.worker.privacy;
