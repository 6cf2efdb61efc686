/**
 * The ports in memory, so that use cases can be tried without a database (L19). The same verbs, each atomic under a lock, and
 * the same answers; what is kept is bounded, is gone with the process and is not shared with another.
 */
package dev.sallyport.storage.memory;
