package dev.sallyport.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The requests of {@code street-corpus.txt}, whose first lines say how it is written. */
final class StreetCorpus {
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9a-f]{2})|([rnt0\\\\]))");

    private StreetCorpus() {}

    /**
     * One request, and what becomes of it.
     *
     * @param threat of which it is, such as {@code T40}
     * @param answers the statuses, and then perhaps a word: {@code next}, {@code end} or {@code cut}
     * @param seen the line and the fields that a server saw beside the house's own; empty where none saw anything
     */
    record Entry(String threat, String name, String sent, List<String> answers, List<String> seen, String body) {
        /** Whether the request behind is answered, too. */
        boolean isFollowed() {
            return answers.getLast().equals("next");
        }

        /** Whether it breaks off after a head that was in order. */
        boolean isCut() {
            return answers.getLast().equals("cut");
        }

        List<String> statuses() {
            return answers.stream()
                    .filter(answer -> Character.isDigit(answer.charAt(0)))
                    .toList();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Entry> of(String threat) {
        return all().stream().filter(entry -> entry.threat().equals(threat));
    }

    static List<Entry> all() {
        var entries = new ArrayList<Entry>();
        String threat = "";
        for (String block : text().split("\n{2,}", -1)) {
            if (block.startsWith("## ")) {
                threat = block.substring(3, 6);
            } else if (!block.startsWith("#")) {
                entries.add(entry(threat, block.lines().toList()));
            }
        }
        return entries;
    }

    private static Entry entry(String threat, List<String> lines) {
        String sent = lines.stream()
                .filter(line -> line.startsWith(">") || line.startsWith("|"))
                .map(line -> unescaped(rest(line)) + (line.startsWith(">") ? "\r\n" : ""))
                .collect(Collectors.joining());
        return new Entry(
                threat,
                only(lines, ':'),
                sent,
                Arrays.asList(only(lines, '<').split(", ", -1)),
                lines.stream()
                        .filter(line -> line.startsWith("="))
                        .map(StreetCorpus::rest)
                        .toList(),
                lines.stream()
                        .filter(line -> line.startsWith("~"))
                        .map(line -> unescaped(rest(line)))
                        .collect(Collectors.joining()));
    }

    private static String only(List<String> lines, char sign) {
        List<String> found = lines.stream()
                .filter(line -> line.charAt(0) == sign)
                .map(StreetCorpus::rest)
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " lines with " + sign + " in " + lines);
        }
        return found.getFirst();
    }

    private static String rest(String line) {
        return line.substring(Math.min(2, line.length()));
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) == null
                                ? "" + "\r\n\t\0\\".charAt("rnt0\\".indexOf(found.group(2)))
                                : "" + (char) Integer.parseInt(found.group(1), 16)));
    }

    /** The fields that the house itself says to a server behind, for a request from this machine. */
    static List<String> own(String host) {
        return host.equals("-")
                ? List.of(
                        "host: (origin)",
                        "forwarded: for=127.0.0.1;proto=http",
                        "x-forwarded-for: 127.0.0.1",
                        "x-forwarded-proto: http",
                        "x-request-id: (ours)")
                : List.of(
                        "host: " + host,
                        "forwarded: for=127.0.0.1;proto=http;host=\"" + host + "\"",
                        "x-forwarded-for: 127.0.0.1",
                        "x-forwarded-host: " + host,
                        "x-forwarded-proto: http",
                        "x-request-id: (ours)");
    }

    /** What the gateway tells a server of the house beside: the trace that it begins, how long it waits, and its seal. */
    private static final Pattern OURS = Pattern.compile("(?i)traceparent: 00-0{15}[0-9a-f]{17}-0{8}[0-9a-f]{8}-00"
            + "|x-sallyport-left: [0-9]{1,5}"
            + "|x-sallyport-inner: [0-9]{10}\\.[A-Za-z0-9_-]{43}\\.[a-z0-9,-]+");

    /** A head as it was seen, in the way of the corpus: the line, then all fields in order of the alphabet. */
    static List<String> head(List<String> lines, String origin) {
        return inOrder(lines.stream()
                .filter(line -> !OURS.matcher(line).matches())
                .map(line -> line.replaceFirst("(?i)^x-request-id: street-\\d+$", "x-request-id: (ours)")
                        .replaceFirst("(?i)^host: " + Pattern.quote(origin) + "$", "host: (origin)"))
                .toList());
    }

    /** What the corpus says was seen, with the house's own fields. */
    static List<String> whole(List<String> seen) {
        String host = seen.stream()
                .filter(line -> line.startsWith("host: "))
                .map(line -> line.substring(6))
                .findFirst()
                .orElse("a");
        return inOrder(Stream.concat(seen.stream().filter(line -> !line.startsWith("host: ")), own(host).stream())
                .toList());
    }

    private static List<String> inOrder(List<String> lines) {
        return Stream.concat(
                        lines.stream().limit(1),
                        lines.stream().skip(1).map(StreetCorpus::named).sorted())
                .toList();
    }

    private static String named(String field) {
        int colon = field.indexOf(':');
        return field.substring(0, colon).toLowerCase(Locale.ROOT) + field.substring(colon);
    }

    private static String text() {
        try (var in = StreetCorpus.class.getResourceAsStream("street-corpus.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
