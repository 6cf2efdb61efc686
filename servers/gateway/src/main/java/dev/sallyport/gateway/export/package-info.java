/**
 * The gateway's configuration written down for other proxies, so that they mean the same. Decides nothing: every value is the
 * gateway's own, from its configuration or from {@link dev.sallyport.gateway.Facts}.
 */
package dev.sallyport.gateway.export;
