/** What the guards ask the auth server: who holds a cookie, which client asks. */
package dev.sallyport.auth.gate;
