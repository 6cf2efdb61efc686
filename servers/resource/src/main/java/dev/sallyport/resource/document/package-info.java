/**
 * Documents in collections, as HTTP: each declared collection has routes of its own, whose locks are what its access says.
 */
package dev.sallyport.resource.document;
