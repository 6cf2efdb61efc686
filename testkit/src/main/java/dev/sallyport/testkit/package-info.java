/** What tests of several modules stand on. Nothing here is part of the program, and nothing of the program is needed here. */
package dev.sallyport.testkit;
