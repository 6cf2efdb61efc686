/** The HTTP engine, behind one class. */
package dev.sallyport.kit.engine;
