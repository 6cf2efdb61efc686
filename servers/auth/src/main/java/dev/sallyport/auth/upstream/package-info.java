/** Other providers whose word signs people in here: how they are asked, and what is believed of their answer. */
package dev.sallyport.auth.upstream;
