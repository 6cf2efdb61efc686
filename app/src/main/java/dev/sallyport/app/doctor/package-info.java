/**
 * The examination of a running deployment from outside: what is asked of it, and what the answers mean. One {@link
 * dev.sallyport.app.doctor.Check} per concern. It knows nothing of the house but what every visitor sees.
 */
package dev.sallyport.app.doctor;
