/**
 * The server as a function, and what every server needs around it: routes with their locks, problems, JSON, configuration,
 * telemetry. One class here, {@link dev.sallyport.kit.engine.HttpEngine}, knows the HTTP engine.
 */
package dev.sallyport.kit;
