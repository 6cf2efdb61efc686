package dev.sallyport.app;

import dev.sallyport.auth.upstream.Upstream;
import dev.sallyport.domain.arrival.ReceivePeople;
import dev.sallyport.domain.attempt.AttemptNames;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.audit.VerifyAudit;
import dev.sallyport.domain.client.AddClient;
import dev.sallyport.domain.client.EndOldSecret;
import dev.sallyport.domain.client.ImportClient;
import dev.sallyport.domain.client.InviteClient;
import dev.sallyport.domain.client.RemoveClient;
import dev.sallyport.domain.client.RotateClientSecret;
import dev.sallyport.domain.client.SwitchClient;
import dev.sallyport.domain.credential.PasswordHasher;
import dev.sallyport.domain.credential.PasswordPolicy;
import dev.sallyport.domain.credential.SetPassword;
import dev.sallyport.domain.key.RotateKeys;
import dev.sallyport.domain.person.AddPerson;
import dev.sallyport.domain.person.ChangeRoles;
import dev.sallyport.domain.person.DisablePerson;
import dev.sallyport.domain.person.EnablePerson;
import dev.sallyport.domain.person.InvitePerson;
import dev.sallyport.domain.person.Letters;
import dev.sallyport.domain.person.OfferNewPassword;
import dev.sallyport.domain.privacy.EraseAccount;
import dev.sallyport.domain.privacy.Holding;
import dev.sallyport.domain.session.EndAllSessions;
import dev.sallyport.domain.token.Links;
import dev.sallyport.storage.Stores;
import dev.sallyport.storage.s3.S3Settings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Where an operator sees to people, clients and keys: the stores of an installation and the use cases over them. It does not hold
 * the data folder, so it stands beside a running house as well as a closed one; docs/decisions/commands-beside-a-house.md says how.
 */
final class Desk implements AutoCloseable {
    private final Configuration configuration;
    private final Optional<S3Settings> bucket;
    private final List<Upstream> upstreams;
    private final Machine machine;
    private final Ports ports;

    private Desk(Settings settings, Machine machine, Ports ports) {
        this.configuration = settings.configuration();
        this.bucket = settings.bucket();
        this.upstreams = settings.upstreams();
        this.machine = machine;
        this.ports = ports;
    }

    /**
     * Opens what is there. Only the house makes an installation: a command in the wrong folder makes nothing.
     *
     * @throws CannotStart with a reason for the operator
     */
    static Desk open(Settings settings, Machine machine) {
        Configuration configuration = settings.configuration();
        Path key = configuration.masterKey();
        if (!Files.exists(key)) {
            throw new CannotStart(
                    "there is no Sallyport here yet: its master key "
                            + key.toAbsolutePath().normalize() + " does not exist.",
                    "Start it once (sallyport up), or name its folder (--data DIR) or its configuration (--config FILE).");
        }
        return new Desk(settings, machine, Ports.open(settings, machine));
    }

    Configuration configuration() {
        return configuration;
    }

    Stores stores() {
        return ports.stores();
    }

    Instant now() {
        return clock().instant();
    }

    AddPerson addPerson() {
        return new AddPerson(stores().people(), hasher(), policy(), events(), clock(), machine.random());
    }

    InvitePerson invitePerson() {
        return new InvitePerson(addPerson(), offerNewPassword());
    }

    OfferNewPassword offerNewPassword() {
        return new OfferNewPassword(links(), clock());
    }

    Letters letters() {
        return MailRoom.letters(configuration, ports, links(), machine);
    }

    SetPassword setPassword() {
        return new SetPassword(
                hasher(),
                policy(),
                stores().people(),
                stores().sessions(),
                stores().attempts(),
                new AttemptNames(ports.sealer()),
                links(),
                events(),
                clock());
    }

    DisablePerson disablePerson() {
        return new DisablePerson(stores().people(), stores().sessions(), links(), events(), clock());
    }

    EnablePerson enablePerson() {
        return new EnablePerson(stores().people(), events(), clock());
    }

    EraseAccount eraseAccount() {
        return new EraseAccount(
                links(), stores().people(), stores().sessions(), ports.jobs(), events(), clock(), machine.random());
    }

    /** Everything that is kept about a person. */
    List<Holding> holdings() {
        var files = new FilesRoom(configuration, bucket, publicUrl(), ports, machine);
        return new PrivacyRoom(configuration, files, this::letters, publicUrl(), ports, machine).holdings();
    }

    ChangeRoles changeRoles() {
        return new ChangeRoles(stores().people(), events(), clock());
    }

    EndAllSessions endAllSessions() {
        return new EndAllSessions(stores().sessions(), events(), clock());
    }

    ReceivePeople receivePeople() {
        return new ReceivePeople(stores().arrivals(), events(), clock());
    }

    ImportClient importClient() {
        return new ImportClient(stores().clients(), events(), clock());
    }

    List<Upstream> upstreams() {
        return upstreams;
    }

    AddClient addClient() {
        return new AddClient(stores().clients(), events(), clock(), machine.random());
    }

    InviteClient inviteClient() {
        return new InviteClient(stores().oneTime(), events(), clock(), machine.random());
    }

    SwitchClient switchClient() {
        return new SwitchClient(stores().clients(), events(), clock());
    }

    RotateClientSecret rotateClientSecret() {
        return new RotateClientSecret(stores().clients(), events(), clock(), machine.random());
    }

    EndOldSecret endOldSecret() {
        return new EndOldSecret(stores().clients(), events(), clock());
    }

    RemoveClient removeClient() {
        return new RemoveClient(stores().clients(), events(), clock());
    }

    RotateKeys rotateKeys() {
        return Rooms.rotateKeys(configuration, ports, machine);
    }

    VerifyAudit verifyAudit() {
        return new VerifyAudit(stores().seals(), ports.sealer());
    }

    private InstantSource clock() {
        return machine.clock();
    }

    private RecordEvent events() {
        return Rooms.events(ports, machine);
    }

    private PasswordHasher hasher() {
        return Rooms.hasher(configuration, machine);
    }

    private PasswordPolicy policy() {
        return configuration.accounts().password().policy();
    }

    private Links links() {
        return new Links(publicUrl(), stores().oneTime(), ports.sealer(), machine.random());
    }

    private URI publicUrl() {
        return configuration.publicUrl(configuration.listen());
    }

    @Override
    public void close() {
        ports.close();
    }
}
