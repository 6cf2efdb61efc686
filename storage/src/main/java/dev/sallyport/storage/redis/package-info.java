/** Redis: counters and announcements that make many processes faster together, and whose loss takes nothing away. */
package dev.sallyport.storage.redis;
