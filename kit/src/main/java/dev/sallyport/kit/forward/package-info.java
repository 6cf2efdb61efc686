/** How a request is handed on to an origin, and to another where the first does not answer: what the engine asks and tells of each try. */
package dev.sallyport.kit.forward;
