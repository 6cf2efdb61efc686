package dev.sallyport.app;

import dev.sallyport.auth.logout.BackChannelLogout;
import dev.sallyport.domain.audit.PurgeAudit;
import dev.sallyport.domain.audit.SealAudit;
import dev.sallyport.domain.client.ClientStore;
import dev.sallyport.domain.letter.WriteNotice;
import dev.sallyport.domain.person.ForgottenPassword;
import dev.sallyport.domain.privacy.ForgetAddresses;
import dev.sallyport.domain.privacy.Purge;
import dev.sallyport.domain.session.TellClients;
import dev.sallyport.kit.fetch.GuardedFetch;
import dev.sallyport.kit.trace.Tracing;
import dev.sallyport.worker.WorkerServer;
import dev.sallyport.worker.hook.SendWebhook;
import dev.sallyport.worker.hook.Webhook;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** Makes the worker, with everything that it does for the other rooms. */
record WorkRoom(
        Configuration configuration,
        FilesRoom files,
        PrivacyRoom privacy,
        MailRoom mailRoom,
        ClientStore clients,
        List<Webhook> webhooks,
        GuardedFetch fetch,
        Ports ports,
        Machine machine,
        MeterRegistry meters) {

    WorkerServer server(BackChannelLogout backChannelLogout, Tracing tracing) {
        var stores = ports.stores();
        return new WorkerServer(
                configuration.worker(),
                ports.jobs(),
                ports.bell(),
                new Purge(
                        stores.oneTime(),
                        stores.sessions(),
                        stores.attempts(),
                        stores.devices(),
                        stores.keys(),
                        ports.clients(),
                        configuration.registration().unused(),
                        machine.clock()),
                stores.letterCounts(),
                stores.keptLetters(),
                new ForgetAddresses(
                        stores.addressKeys(), configuration.privacy().addressRetention(), machine.clock()),
                files.sweepContents(),
                files.sweepUploads(),
                new SealAudit(stores.seals(), ports.sealer(), machine.clock()),
                new PurgeAudit(
                        stores.seals(), ports.sealer(), configuration.privacy().auditRetention(), machine.clock()),
                mailRoom.sending(),
                new ForgottenPassword(stores.people(), mailRoom.letters(), machine.clock()),
                new WriteNotice(
                        stores.people(), stores.sessions(), stores.audit(), mailRoom.letters(), machine.clock()),
                new TellClients(clients, ports.jobs(), machine.clock(), machine.random()),
                backChannelLogout,
                new SendWebhook(webhooks, fetch, machine.clock()),
                privacy.dataRights(),
                meters,
                tracing,
                machine.clock(),
                machine.random());
    }
}
