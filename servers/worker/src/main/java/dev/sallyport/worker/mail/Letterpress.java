package dev.sallyport.worker.mail;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.worker.mail.Stationery.Words;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes letters: the facts of a job in the words of its template, as text and as HTML. */
public final class Letterpress {
    private static final String GENERATED = Letterpress.class.getPackageName();
    private static final Pattern NAME = Pattern.compile("[a-z]+(-[a-z]+)*");

    /** What a job says of a letter that is no fact of the template. */
    private static final List<String> NO_FACTS = List.of("template", "to", "language", "link");

    private final Stationery stationery;
    private final URI publicUrl;
    private TemplateEngine html;
    private TemplateEngine plain;

    /** @param publicUrl where every link must lead (T04) */
    public Letterpress(Stationery stationery, URI publicUrl) {
        this.stationery = stationery;
        this.publicUrl = publicUrl;
    }

    /** The letter; empty when the job says too little, or has a link that leads elsewhere (T04). */
    @Spec("RFC 2046 §5.1.4")
    Optional<Mail> press(Job job) {
        Map<String, String> payload = job.payload();
        String template = payload.getOrDefault("template", "");
        Optional<EmailAddress> to = EmailAddress.parse(payload.getOrDefault("to", ""));
        String link = payload.getOrDefault("link", "");
        if (to.isEmpty() || !NAME.matcher(template).matches() || !isOurs(link)) {
            return Optional.empty();
        }
        LetterView view = view(stationery.in(payload.getOrDefault("language", "")), template, link, payload);
        return Optional.of(new Mail(
                job.id(),
                to.get(),
                view.language().toLanguageTag(),
                view.subject(),
                rendered(plain(), "letter-text.jte", view),
                Optional.of(rendered(html(), "letter-html.jte", view)),
                job.created()));
    }

    private boolean isOurs(String link) {
        String base = publicUrl.toString();
        return link.startsWith(base.endsWith("/") ? base : base + "/");
    }

    private LetterView view(Words words, String template, String link, Map<String, String> payload) {
        String at = "letter." + template + ".";
        String[] facts = facts(words, payload);
        String product = words.text("product");
        return new LetterView(
                words.language(),
                words.direction(),
                product,
                words.text(at + "subject", facts),
                words.text(at + "text", facts),
                words.text(at + "button", facts),
                link,
                words.text("letter.hint"),
                words.text(at + "note", facts),
                words.text("letter.footer", "product", product, "site", publicUrl.getHost()),
                stationery.look());
    }

    private static String[] facts(Words words, Map<String, String> payload) {
        var facts = new ArrayList<String>();
        payload.forEach((name, value) -> {
            if (!NO_FACTS.contains(name)) {
                facts.add(name);
                facts.add(
                        switch (name) {
                            case "until", "at" -> moment(words, value);
                            case "device" -> DeviceWords.of(value);
                            default -> value;
                        });
            }
        });
        return facts.toArray(String[]::new);
    }

    /** Where the reader is, nobody knows; so the zone is said. */
    private static String moment(Words words, String at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                        .withLocale(words.language())
                        .format(Instant.parse(at).atOffset(ZoneOffset.UTC))
                + " UTC";
    }

    private static String rendered(TemplateEngine templates, String name, LetterView view) {
        var output = new StringOutput();
        templates.render(name, view, output);
        return output.toString();
    }

    private synchronized TemplateEngine html() {
        if (html == null) {
            html = engine(ContentType.Html);
        }
        return html;
    }

    private synchronized TemplateEngine plain() {
        if (plain == null) {
            plain = engine(ContentType.Plain);
        }
        return plain;
    }

    private static TemplateEngine engine(ContentType type) {
        return TemplateEngine.createPrecompiled(null, type, Letterpress.class.getClassLoader(), GENERATED);
    }
}
