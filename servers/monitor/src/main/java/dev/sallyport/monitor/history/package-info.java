/** What the house did in the last 24 hours, minute by minute, in a bounded piece of memory that outlives a restart. */
package dev.sallyport.monitor.history;
