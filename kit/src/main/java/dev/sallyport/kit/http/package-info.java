/** Requests in, responses out: values and functions, no sockets. */
package dev.sallyport.kit.http;
