package dev.sallyport.measure;

import java.util.List;

/** What was measured of one piece of work. */
record Row(String work, List<Figure> figures) {
    Row(String work, Figure... figures) {
        this(work, List.of(figures));
    }
}
