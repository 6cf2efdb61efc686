package dev.sallyport.monitor.mailbox;

import dev.sallyport.domain.letter.KeptLetter;
import dev.sallyport.monitor.page.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the page of the mailbox shows.
 *
 * @param shown the letter that is open
 * @param asText whether it is shown as text
 * @param older where the letters before these are
 */
record MailboxView(
        List<KeptLetter> letters,
        Optional<KeptLetter> shown,
        boolean asText,
        Optional<String> older,
        Instant now,
        String style) {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss", Locale.ROOT);
    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]+");

    /** Where the head leads to. */
    List<Place> places() {
        return Place.all(true);
    }

    /** What stands for the recipient in a glance. */
    String initial(KeptLetter letter) {
        String recipient = letter.recipient();
        return recipient.substring(0, recipient.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
    }

    /** When a letter was written, to the second. */
    String moment(KeptLetter letter) {
        return MOMENT.format(letter.written().atOffset(ZoneOffset.UTC)) + " UTC";
    }

    boolean isShown(KeptLetter letter) {
        return shown.filter(letter::equals).isPresent();
    }

    boolean hasHtml() {
        return shown.flatMap(KeptLetter::html).isPresent();
    }

    /** How long ago a letter was written. */
    String ago(KeptLetter letter) {
        Duration ago = Duration.between(letter.written(), now);
        if (ago.toMinutes() < 1) {
            return "just now";
        }
        if (ago.toHours() < 1) {
            return ago.toMinutes() + " min ago";
        }
        return ago.toDays() < 1 ? ago.toHours() + " h ago" : ago.toDays() + " d ago";
    }

    /** A piece of a letter's text: a link, or what stands between two. */
    record Piece(String text, boolean link) {}

    /** The text of the open letter, in which addresses can be clicked. */
    List<Piece> pieces() {
        String text = shown.map(KeptLetter::plain).orElse("");
        var found = LINK.matcher(text);
        var pieces = Stream.<Piece>builder();
        int from = 0;
        while (found.find()) {
            pieces.add(new Piece(text.substring(from, found.start()), false));
            pieces.add(new Piece(found.group(), true));
            from = found.end();
        }
        return pieces.add(new Piece(text.substring(from), false)).build().toList();
    }
}
