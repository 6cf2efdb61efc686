package dev.sallyport.gateway.cache;

import dev.sallyport.kit.http.Request;
import java.time.Instant;

/**
 * One question to a cache.
 *
 * @param said what its {@code Cache-Control} says
 * @param at when it came
 */
record Asked(Key key, Request request, CacheControl said, Instant at) {}
