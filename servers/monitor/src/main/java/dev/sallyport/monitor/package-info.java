/**
 * The monitor: health and metrics, on an address of its own that the gateway never offers.
 */
package dev.sallyport.monitor;
