/** What is seen from outside of what happens inside: logs, measurements, and the decorators that take them. */
package dev.sallyport.kit.telemetry;
