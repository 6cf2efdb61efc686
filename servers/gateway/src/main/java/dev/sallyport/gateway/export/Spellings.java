package dev.sallyport.gateway.export;

import java.util.ArrayList;
import java.util.List;

/** The ways to write a header's name that servers have been seen to take for one: with hyphens, with underscores, with both. */
final class Spellings {
    private Spellings() {}

    /** Every spelling of a name in lower case, the one with hyphens first. */
    static List<String> of(String name) {
        var spellings = new ArrayList<>(List.of(""));
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            var longer = new ArrayList<String>();
            for (String begun : spellings) {
                longer.add(begun + c);
            }
            if (c == '-') {
                spellings.forEach(begun -> longer.add(begun + '_'));
            }
            spellings.clear();
            spellings.addAll(longer);
        }
        return List.copyOf(spellings);
    }
}
