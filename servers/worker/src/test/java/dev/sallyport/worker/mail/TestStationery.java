package dev.sallyport.worker.mail;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Words that show which text it was and what went in; German for whom asks for it. */
public record TestStationery() implements Stationery {
    private static final Colours LIGHT =
            new Colours("#fff001", "#fff002", "#000001", "#000002", "#000003", "#00aa01", "#fff003", "#ccc001");
    private static final Colours DARK =
            new Colours("#111001", "#111002", "#eee001", "#eee002", "#eee003", "#00aa02", "#111003", "#333001");

    public static Letterpress press() {
        return new Letterpress(new TestStationery(), URI.create("https://id.example.org"));
    }

    @Override
    public Words in(String tag) {
        Locale language = tag.equals("de") ? Locale.GERMAN : Locale.ENGLISH;
        return new Words() {
            @Override
            public Locale language() {
                return language;
            }

            @Override
            public String direction() {
                return "ltr";
            }

            @Override
            public String text(String key, String... namesAndValues) {
                var facts = new ArrayList<String>();
                for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
                    facts.add(namesAndValues[i] + "=" + namesAndValues[i + 1]);
                }
                return key + List.copyOf(facts).stream().sorted().toList();
            }
        };
    }

    @Override
    public Look look() {
        return new Look(LIGHT, DARK, "\"Some Font\", serif", "8px", "16px");
    }
}
