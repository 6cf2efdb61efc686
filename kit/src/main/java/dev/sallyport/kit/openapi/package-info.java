/**
 * The document of the API in OpenAPI 3.1, made of the routes with their locks, of what the servers tell of their calls, and of the
 * records that go over the wire.
 */
package dev.sallyport.kit.openapi;
