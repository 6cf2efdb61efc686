/**
 * The authorization endpoint and the pages behind it: who asks for what is checked step by step, the person signs in and
 * consents, and the client gets a code. A flow between pages is sealed and bound to the browser that began it; nothing is
 * stored for a visitor who has not signed in.
 */
package dev.sallyport.auth.authorize;
