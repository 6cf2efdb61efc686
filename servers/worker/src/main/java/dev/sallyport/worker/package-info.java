/**
 * The worker: everything that is done outside a request, at least once.
 */
package dev.sallyport.worker;
