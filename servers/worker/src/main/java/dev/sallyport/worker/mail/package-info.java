/** Letters on their way: from a job of the queue to a mail server, or to the mailbox of development. */
package dev.sallyport.worker.mail;
