/** Webhooks: events of accounts and of security, told to servers that the configuration names. */
package dev.sallyport.worker.hook;
