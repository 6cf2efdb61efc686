package dev.sallyport.gateway.export;

/**
 * A file that was written for a proxy.
 *
 * @param name without folders
 */
public record ExportedFile(String name, String text) {}
