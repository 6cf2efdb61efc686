/** The mailbox of a house without a mail server, for its developer to read. */
package dev.sallyport.monitor.mailbox;
