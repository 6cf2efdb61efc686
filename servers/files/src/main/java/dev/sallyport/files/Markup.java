package dev.sallyport.files;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells markup by its beginning, without parsing it: what begins as a tag may run in a browser, whatever else it is (T46). */
final class Markup {
    private static final Pattern TAG = Pattern.compile("<[a-z!/?].*", Pattern.DOTALL);

    /** By the first two or three bytes (WHATWG Encoding, BOM sniff). */
    private static final List<Charset> WIDE = List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

    private Markup() {}

    /** Empty for what does not begin as markup does. */
    static Optional<String> of(byte[] head) {
        String start = text(head).replace("\uFEFF", "").stripLeading().toLowerCase(Locale.ROOT);
        if (!TAG.matcher(start).matches()) {
            return Optional.empty();
        }
        if (start.contains("<svg")
                && (start.startsWith("<svg") || start.startsWith("<?xml") || start.startsWith("<!doctype svg"))) {
            return Optional.of("image/svg+xml");
        }
        boolean xml = start.startsWith("<?xml") && !start.contains("<html");
        return Optional.of(xml ? "application/xml" : start.startsWith("<?php") ? "text/x-php" : "text/html");
    }

    private static String text(byte[] head) {
        for (Charset wide : WIDE) {
            byte[] mark = "\uFEFF".getBytes(wide);
            if (head.length >= 2 && head[0] == mark[0] && head[1] == mark[1]) {
                return new String(head, wide);
            }
        }
        return new String(head, StandardCharsets.UTF_8);
    }
}
