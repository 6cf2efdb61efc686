/**
 * The composition root: the house, its configuration and its commands. The only place that asks the machine for time and chance.
 */
package dev.sallyport.app;
