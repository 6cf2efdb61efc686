package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.auth.page.Brand;
import dev.sallyport.auth.page.Theme;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.attempt.AttemptKey;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.letter.KeptLetter;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.AccountState;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Letters;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.token.Links;
import dev.sallyport.kit.token.MasterKey;
import dev.sallyport.storage.Stores;
import dev.sallyport.worker.mail.KeepMail;
import dev.sallyport.worker.mail.Letterpress;
import dev.sallyport.worker.mail.SendMail;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every letter of the house, from what happened to what is read, in the words and colours of a theme. */
class LettersTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final URI HOUSE = URI.create("https://id.example.org");
    private static final EmailAddress ADA = new EmailAddress("ada@example.org");
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0";

    private final Stores stores = Stores.inMemory();
    private final RandomSource random = seeded();

    private static RandomSource seeded() {
        var chance = new Random(1);
        return count -> {
            byte[] bytes = new byte[count];
            chance.nextBytes(bytes);
            return bytes;
        };
    }

    @AfterEach
    void close() {
        stores.close();
    }

    /** One of each, as they are put into the queue. */
    private void writeAll(String language) {
        var person =
                new Person(new PersonId(new UUID(1, 1)), ADA, true, "Ada", new TreeSet<>(), AccountState.ACTIVE, NOW);
        stores.people().add(person, new PasswordHash("$argon2id$x"));
        stores.mailboxes().speak(person.id(), language);
        var links = new Links(HOUSE, stores.oneTime(), new MasterKey(new byte[MasterKey.LENGTH], random), random);
        var letters = new Letters(stores.jobs(), links, stores.mailboxes(), (to, now) -> true, random);
        var other = new EmailAddress("ada@new.example");
        letters.welcome(person, new PasswordHash("$argon2id$x"), "", NOW);
        letters.alreadyRegistered(person, "", NOW);
        letters.resetPassword(person, "", NOW);
        letters.suspended(person, new AttemptKey("name"), NOW, NOW.plus(Duration.ofHours(12)));
        letters.invited(
                person,
                links.to(
                        "/reset-password",
                        dev.sallyport.domain.token.OneTimeStore.Purpose.RESET_PASSWORD,
                        "x",
                        "x",
                        NOW.plusSeconds(60)),
                NOW);
        letters.identityLinked(person, "Google", NOW);
        letters.changeEmail(person, other, "", NOW);
        letters.emailChanged(person, ADA, other, NOW);
        letters.newDevice(person, FIREFOX, NOW, NOW);
        letters.sessionStolen(person, FIREFOX, NOW, NOW);
        letters.passwordChanged(person, NOW, NOW);
        letters.eraseAccount(person, "", NOW);
        letters.exportReady(person, NOW.plus(Duration.ofDays(7)), NOW);
    }

    private List<KeptLetter> delivered(Theme theme) throws InterruptedException {
        var press = new Letterpress(new ThemedStationery(new Brand(theme)), HOUSE);
        var send = new SendMail(press, new KeepMail(stores.keptLetters(), "", true), new SimpleMeterRegistry());
        for (Job job : stores.jobs().claim(NOW, Duration.ofMinutes(1), 100)) {
            assertThat(send.run(job))
                    .as(job.payload().toString())
                    .isInstanceOf(dev.sallyport.domain.job.JobHandler.Result.Done.class);
        }
        return stores.keptLetters().list(Slice.first(100)).items();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void every_letter_has_all_its_words_in_every_language_and_leads_home(String language) throws InterruptedException {
        writeAll(language);
        List<KeptLetter> letters = delivered(Theme.OURS);
        assertThat(letters).hasSize(13).allSatisfy(letter -> {
            assertThat(letter.language()).isEqualTo(language);
            String html = letter.html().orElseThrow();
            assertThat(letter.subject() + letter.plain() + html.replaceAll("(?s)<style>.*</style>", ""))
                    .doesNotContain("{", "}", "letter.");
            assertThat(letter.plain()).containsPattern("(?m)^https://id\\.example\\.org/[a-z/-]+(#\\S+)?$");
            assertThat(html).contains("lang=\"" + language + "\"", "href=\"https://id.example.org/");
        });
        assertThat(letters).extracting(KeptLetter::subject).doesNotHaveDuplicates();
        assertThat(letters)
                .anySatisfy(letter -> assertThat(letter.plain()).contains("Firefox (Linux)", "2026"))
                .anySatisfy(letter -> assertThat(letter.plain()).contains("Google"))
                .anySatisfy(letter -> assertThat(letter.recipient()).isEqualTo("ada@new.example"));
    }

    @Test
    void a_theme_dresses_letters_too(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("theme.css"), "--sp-accent: #3a3fb5;");
        Files.writeString(
                folder.resolve("texts.properties"), "product = Orchard\nletter.reset-password.button = Pick one\n");
        Theme theme = ((dev.sallyport.kit.json.Bound.Valid<Theme>) Theme.load(folder)).value();
        writeAll("en");
        assertThat(delivered(theme)).anySatisfy(letter -> {
            assertThat(letter.html().orElseThrow()).contains("background:#3a3fb5", ">Orchard<", ">Pick one<");
            assertThat(letter.plain()).contains("Pick one:", "Orchard");
        });
    }
}
