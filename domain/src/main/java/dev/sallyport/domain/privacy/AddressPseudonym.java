package dev.sallyport.domain.privacy;

import java.time.LocalDate;

/** A keyed digest of an internet address: comparable within one day, nothing once that day's key is destroyed (L17). */
public record AddressPseudonym(LocalDate day, String value) {}
