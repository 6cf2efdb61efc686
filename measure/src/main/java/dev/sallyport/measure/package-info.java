/**
 * The benchmark suite behind {@code ./bench}: runs the built program as a process of its own, loads it, and sets what it does
 * beside what the machine allows. Not a part of the program.
 */
package dev.sallyport.measure;
