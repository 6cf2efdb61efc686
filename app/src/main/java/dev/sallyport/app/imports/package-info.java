/** People and clients of another program, read from its files: streamed, bounded, and everything that is left out is told. */
package dev.sallyport.app.imports;
