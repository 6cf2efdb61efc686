/**
 * Which work belongs together: each request and each job is a trace, its parts are spans. Only {@code otlp} below knows the library
 * that sends them away, and nothing of it is loaded where nobody asked for that.
 */
package dev.sallyport.kit.trace;
