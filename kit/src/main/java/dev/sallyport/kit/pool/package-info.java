/** Work that must not run on the virtual threads' carriers: slow, native, or both. */
package dev.sallyport.kit.pool;
