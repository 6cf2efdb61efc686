/**
 * What Sallyport decides, apart from how it is asked and where it is kept. Owns the types, the use cases and the ports;
 * knows nothing of HTTP, SQL, JSON, logging or the machine's clock. Packages are by concept.
 */
package dev.sallyport.domain;
