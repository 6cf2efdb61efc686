/**
 * JSON documents in collections that the configuration declares: who may come to them, how they are written against a version, found
 * by indexed fields and followed as they change. What a document says is a text here; its schema is looked at before it comes in.
 */
package dev.sallyport.domain.document;
