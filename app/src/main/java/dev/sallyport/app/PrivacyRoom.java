package dev.sallyport.app;

import dev.sallyport.domain.document.PersonsDocuments;
import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.FileLinks;
import dev.sallyport.domain.file.MakeFile;
import dev.sallyport.domain.file.PersonsFiles;
import dev.sallyport.domain.person.Letters;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.AskForExport;
import dev.sallyport.domain.privacy.ErasePerson;
import dev.sallyport.domain.privacy.Export;
import dev.sallyport.domain.privacy.ExportPerson;
import dev.sallyport.domain.privacy.ForgetExports;
import dev.sallyport.domain.privacy.Holding;
import dev.sallyport.domain.privacy.Holdings;
import dev.sallyport.storage.Stores;
import dev.sallyport.worker.privacy.DataRights;
import dev.sallyport.worker.privacy.ZipArchivist;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Makes what tells people everything that is kept about them, and what removes it. */
final class PrivacyRoom {
    /** Clocks differ, and what was asked for in time may take a moment. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final Configuration configuration;
    private final FilesRoom files;
    private final Supplier<Letters> letters;
    private final URI publicUrl;
    private final Ports ports;
    private final Stores stores;
    private final Machine machine;

    PrivacyRoom(
            Configuration configuration,
            FilesRoom files,
            Supplier<Letters> letters,
            URI publicUrl,
            Ports ports,
            Machine machine) {
        this.configuration = configuration;
        this.files = files;
        this.letters = letters;
        this.publicUrl = publicUrl;
        this.ports = ports;
        this.stores = ports.stores();
        this.machine = machine;
    }

    AskForExport askForExport() {
        return new AskForExport(
                stores.exports(),
                new FileLinks(publicUrl, ports.sealer(), machine.clock()),
                Rooms.events(ports, machine),
                machine.clock(),
                machine.random());
    }

    DataRights dataRights() {
        PersonsFiles told = toldFiles();
        MakeFile making = files.makeFile();
        return new DataRights(
                new ExportPerson(
                        stores.exports(),
                        stores.people(),
                        holdings(told),
                        new ZipArchivist(),
                        told::volume,
                        making,
                        letters.get(),
                        Rooms.events(ports, machine),
                        machine.clock()),
                new ErasePerson(
                        stores.people(),
                        stores.sessions(),
                        belongings(files.personsFiles(stores, this::archives)),
                        stores.erasure(),
                        ports.jobs(),
                        Rooms.events(ports, machine),
                        rest(configuration),
                        machine.clock(),
                        machine.random()),
                new ForgetExports(stores.exports(), making, machine.clock()));
    }

    /** Everything that is kept about a person. What is kept newly must be told here, and removed below or by the erasure. */
    List<Holding> holdings() {
        return holdings(toldFiles());
    }

    /** An export reads much and has time, so it may be a replica that it reads; but all that was there when it began is in it. */
    private List<Holding> holdings(PersonsFiles told) {
        Stores from = stores.caughtUp();
        return List.of(
                Holdings.account(from.mailboxes()),
                Holdings.sessions(from.sessions(), machine.clock()),
                Holdings.consents(from.consents()),
                Holdings.identities(from.identities()),
                Holdings.activity(from.audit()),
                new PersonsDocuments(from.documents(), machine.clock()),
                told);
    }

    private PersonsFiles toldFiles() {
        return files.personsFiles(stores.caughtUp(), this::archives);
    }

    /** How long after the first round of an erasure the last one comes. */
    static Duration rest(Configuration configuration) {
        return configuration.tokens().access().plus(MARGIN);
    }

    private SequencedMap<String, ToIntFunction<PersonId>> belongings(PersonsFiles personsFiles) {
        var all = new LinkedHashMap<String, ToIntFunction<PersonId>>();
        all.put("files", personsFiles::erase);
        all.put("documents", new PersonsDocuments(stores.documents(), machine.clock())::erase);
        return all;
    }

    private Collection<FileId> archives(PersonId person) {
        return stores.exports().of(person).stream()
                .map(Export::archive)
                .flatMap(Optional::stream)
                .toList();
    }
}
