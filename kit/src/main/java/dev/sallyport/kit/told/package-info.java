/**
 * What a call takes and gives, told beside the route list in a table of its own, so that the list stays one line for each door. It is
 * read when the API's document is made, which is at the first request for it, and never at the start.
 */
package dev.sallyport.kit.told;
