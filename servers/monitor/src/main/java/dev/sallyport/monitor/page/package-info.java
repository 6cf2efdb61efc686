/** What the monitor's pages have in common. */
package dev.sallyport.monitor.page;
