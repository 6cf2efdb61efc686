/** Spans on their way to a collector, by the OpenTelemetry protocol. The one package that knows OpenTelemetry; loaded where it is asked for. */
package dev.sallyport.kit.trace.otlp;
