package dev.sallyport.worker.mail;

import java.util.List;
import java.util.regex.Pattern;

/** What a device calls itself, in words: {@code Firefox, Linux}. The web app says the same of sessions. */
final class DeviceWords {
    private static final int LONGEST = 60;

    private record Sign(Pattern pattern, String name) {
        static Sign of(String pattern, String name) {
            return new Sign(Pattern.compile(pattern), name);
        }
    }

    private static final List<Sign> BROWSERS = List.of(
            Sign.of("\\bEdgA?/", "Edge"),
            Sign.of("\\bOPR/", "Opera"),
            Sign.of("\\bFirefox/|\\bFxiOS/", "Firefox"),
            Sign.of("\\bSamsungBrowser/", "Samsung Internet"),
            Sign.of("\\b(Headless)?Chrome/|\\bCriOS/", "Chrome"),
            Sign.of("\\bVersion/.*\\bSafari/", "Safari"));

    private static final List<Sign> SYSTEMS = List.of(
            Sign.of("\\biPhone\\b", "iPhone"),
            Sign.of("\\biPad\\b", "iPad"),
            Sign.of("\\bAndroid\\b", "Android"),
            Sign.of("\\bWindows\\b", "Windows"),
            Sign.of("\\bCrOS\\b", "ChromeOS"),
            Sign.of("\\bMac OS X\\b|\\bMacintosh\\b", "macOS"),
            Sign.of("\\bLinux\\b", "Linux"));

    private DeviceWords() {}

    /** What is no browser is named as it names itself, at most 60 characters of it; and a dash where it says nothing. */
    static String of(String said) {
        String browser = first(BROWSERS, said);
        String system = first(SYSTEMS, said);
        if (!browser.isEmpty()) {
            return system.isEmpty() ? browser : browser + " (" + system + ")";
        }
        String name = said.length() <= LONGEST ? said : said.substring(0, LONGEST);
        return name.isBlank() ? "–" : name;
    }

    private static String first(List<Sign> signs, String said) {
        return signs.stream()
                .filter(sign -> sign.pattern().matcher(said).find())
                .map(Sign::name)
                .findFirst()
                .orElse("");
    }
}
