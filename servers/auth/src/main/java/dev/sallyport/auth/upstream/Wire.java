package dev.sallyport.auth.upstream;

import dev.sallyport.kit.fetch.Fetch;
import dev.sallyport.kit.fetch.Lookup;
import dev.sallyport.kit.fetch.Post;

/** The ways to other providers, all of them by the guarded fetch (T05). */
public record Wire(Fetch fetch, Post post, Lookup lookup) {}
