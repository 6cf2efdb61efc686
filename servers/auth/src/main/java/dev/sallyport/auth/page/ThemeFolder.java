package dev.sallyport.auth.page;

import dev.sallyport.kit.json.Bound;
import dev.sallyport.kit.json.Bound.Mistake;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a {@link Theme} from its folder and collects what is wrong there. Used once. */
final class ThemeFolder {
    /** In bytes, for each file. */
    private static final long LONGEST = 256 * 1024;

    private static final Pattern TEXTS = Pattern.compile("texts(?:_([A-Za-z0-9_]{2,20}))?\\.properties");
    private static final Pattern MESSAGES = Pattern.compile("messages_([A-Za-z0-9_]{2,20})\\.properties");

    private final Path folder;
    private final List<Mistake> mistakes = new ArrayList<>();
    private final Map<ThemeVariable, String> values = new TreeMap<>();
    private final Map<String, Map<String, String>> texts = new TreeMap<>();
    private final Map<String, Map<String, String>> languages = new TreeMap<>();
    private final List<Mistake> gaps = new ArrayList<>();
    private Optional<Logo> logo = Optional.empty();

    ThemeFolder(Path folder) {
        this.folder = folder;
    }

    Bound<Theme> read() {
        for (Path file : files()) {
            bytes(file).ifPresent(bytes -> read(file.getFileName().toString(), bytes));
        }
        texts.keySet().stream()
                .filter(tag -> !tag.isEmpty() && !isSpoken(tag))
                .forEach(tag -> mistakes.add(new Mistake(
                        "texts_" + tag.replace('-', '_') + ".properties",
                        "",
                        "there is no such language; messages_" + tag.replace('-', '_') + ".properties would add it")));
        return mistakes.isEmpty()
                ? new Bound.Valid<>(new Theme(values, texts, languages, logo, gaps))
                : new Bound.Invalid<>(mistakes);
    }

    private void read(String name, byte[] bytes) {
        Matcher own = TEXTS.matcher(name);
        Matcher language = MESSAGES.matcher(name);
        if (name.equals("theme.css")) {
            text(name, bytes).ifPresent(css -> values.putAll(ThemeSheet.read(name, css, mistakes)));
        } else if (name.equals("logo.svg") || name.equals("logo.png")) {
            logo(name, bytes);
        } else if (own.matches()) {
            String tag = own.group(1) == null ? "" : tag(own.group(1));
            text(name, bytes).ifPresent(content -> texts.put(tag, Wording.read(name, content, mistakes)));
        } else if (language.matches()) {
            text(name, bytes).ifPresent(content -> language(name, tag(language.group(1)), content));
        } else {
            mistakes.add(new Mistake(
                    name,
                    "",
                    "is no part of a theme: theme.css, texts.properties, texts_xx.properties, messages_xx.properties,"
                            + " logo.svg or logo.png"));
        }
    }

    /** What lies in folders and is nobody's business: hidden files and a note to the reader. */
    private static boolean isAside(String name) {
        return name.startsWith(".") || name.toLowerCase(Locale.ROOT).startsWith("readme");
    }

    private boolean isSpoken(String tag) {
        return languages.containsKey(tag) || Languages.BuiltIn.TEXTS.containsKey(tag);
    }

    private void language(String name, String tag, String content) {
        var words = Wording.read(name, content, mistakes);
        languages.put(tag, words);
        Wording.gap(name, words).ifPresent(gaps::add);
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> !isAside(file.getFileName().toString()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            mistakes.add(new Mistake(folder.toString(), "", "must be a folder that can be read: " + e.getMessage()));
            return List.of();
        }
    }

    private Optional<byte[]> bytes(Path file) {
        String name = file.getFileName().toString();
        try {
            if (!Files.isRegularFile(file)) {
                mistakes.add(new Mistake(name, "", "must be a file"));
            } else if (Files.size(file) > LONGEST) {
                mistakes.add(new Mistake(name, Files.size(file) + " bytes", "must be at most 256 KiB"));
            } else {
                return Optional.of(Files.readAllBytes(file));
            }
        } catch (IOException e) {
            mistakes.add(new Mistake(name, "", "cannot be read: " + e.getMessage()));
        }
        return Optional.empty();
    }

    private Optional<String> text(String name, byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            mistakes.add(new Mistake(name, "", "must be UTF-8"));
            return Optional.empty();
        }
    }

    private void logo(String name, byte[] bytes) {
        if (logo.isPresent()) {
            mistakes.add(new Mistake(name, "", "there is another logo already; keep one of logo.png and logo.svg"));
            return;
        }
        logo = name.endsWith(".svg")
                ? text(name, bytes).flatMap(svg -> Logo.svg(name, svg, mistakes))
                : Logo.png(name, bytes, mistakes);
    }

    /** A language tag as Java writes it: {@code pt_br} and {@code pt_BR} are {@code pt-BR}. */
    private static String tag(String inName) {
        return Locale.forLanguageTag(inName.replace('_', '-')).toLanguageTag();
    }
}
