/**
 * The calculator behind {@code ./bench sizing}: from numbers of people to cores, storage and money, by the costs that
 * {@code ./bench cluster} measured and by assumptions that the reader can replace. The JDK alone, so that it runs without a build.
 */
package dev.sallyport.measure.sizing;
