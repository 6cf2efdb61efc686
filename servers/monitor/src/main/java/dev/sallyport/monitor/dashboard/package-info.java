/** The picture of the house's last 24 hours, for somebody without Grafana. */
package dev.sallyport.monitor.dashboard;
