/** HTTP in, use case, HTTP out: one small class for each call. */
package dev.sallyport.auth.endpoint;
