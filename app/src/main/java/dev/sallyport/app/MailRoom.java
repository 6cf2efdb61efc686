package dev.sallyport.app;

import dev.sallyport.auth.page.Brand;
import dev.sallyport.auth.page.Theme;
import dev.sallyport.domain.person.Letters;
import dev.sallyport.domain.token.Links;
import dev.sallyport.monitor.mailbox.Mailbox;
import dev.sallyport.monitor.page.Pages;
import dev.sallyport.worker.mail.KeepMail;
import dev.sallyport.worker.mail.Letterpress;
import dev.sallyport.worker.mail.Postman;
import dev.sallyport.worker.mail.SendMail;
import dev.sallyport.worker.mail.SmtpPostman;
import dev.sallyport.worker.mail.SmtpServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Where letters are written, and where they go: to a mail server, or into the mailbox of development. */
final class MailRoom {
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    private final Configuration configuration;
    private final Theme theme;
    private final Optional<SmtpServer> server;
    private final URI publicUrl;
    private final Ports ports;
    private final Machine machine;
    private final MeterRegistry meters;

    MailRoom(
            Configuration configuration,
            Theme theme,
            Optional<SmtpServer> server,
            URI publicUrl,
            Ports ports,
            Machine machine,
            MeterRegistry meters) {
        this.configuration = configuration;
        this.theme = theme;
        this.server = server;
        this.publicUrl = publicUrl;
        this.ports = ports;
        this.machine = machine;
        this.meters = meters;
    }

    Letters letters() {
        var links = new Links(publicUrl, ports.stores().oneTime(), ports.sealer(), machine.random());
        return letters(configuration, ports, links, machine);
    }

    static Letters letters(Configuration configuration, Ports ports, Links links, Machine machine) {
        var stores = ports.stores();
        return new Letters(
                ports.jobs(),
                links,
                stores.mailboxes(),
                configuration.mail().limits().over(stores.letterCounts()),
                machine.random());
    }

    SendMail sending() {
        var press = new Letterpress(new ThemedStationery(new Brand(theme)), publicUrl);
        return new SendMail(press, postman(), meters);
    }

    private Postman postman() {
        return server.<Postman>map(smtp -> new SmtpPostman(smtp, machine.clock()))
                .orElseGet(
                        () -> new KeepMail(ports.stores().keptLetters(), where(), HERE.contains(publicUrl.getHost())));
    }

    private String where() {
        return monitorIsHere()
                ? "Read it at http://localhost:"
                        + configuration.monitor().where().port() + "/mailbox"
                : "There is a mailbox to read it where the monitor listens on this machine alone";
    }

    private boolean monitorIsHere() {
        return configuration.monitor().isHere();
    }

    /** The letters that no mail server takes; shown only where the monitor listens on this machine alone. */
    Optional<Mailbox> mailbox(Pages pages) {
        return server.isEmpty() && monitorIsHere()
                ? Optional.of(new Mailbox(ports.stores().keptLetters(), pages, machine.clock()))
                : Optional.empty();
    }
}
