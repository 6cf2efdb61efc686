package dev.sallyport.auth;

import dev.sallyport.domain.attempt.AttemptStore;
import dev.sallyport.domain.audit.AuditLog;
import dev.sallyport.domain.client.ClientStore;
import dev.sallyport.domain.grant.ConsentStore;
import dev.sallyport.domain.grant.DeviceStore;
import dev.sallyport.domain.grant.RefreshStore;
import dev.sallyport.domain.identity.IdentityStore;
import dev.sallyport.domain.job.JobDesk;
import dev.sallyport.domain.job.JobStore;
import dev.sallyport.domain.letter.Allowance;
import dev.sallyport.domain.person.Mailboxes;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.session.SessionStore;
import dev.sallyport.domain.token.OneTimeStore;

/**
 * The stores that the auth server works with.
 *
 * @param attempts where sign-ins are counted
 * @param guesses where wrong codes are counted that sign nobody in
 * @param history the audit log for somebody who looks through it, who may hear of an event a little late
 */
public record AuthPorts(
        PersonStore people,
        Mailboxes mailboxes,
        SessionStore sessions,
        RefreshStore families,
        AttemptStore attempts,
        AttemptStore guesses,
        OneTimeStore values,
        ClientStore clients,
        ConsentStore consents,
        DeviceStore devices,
        IdentityStore identities,
        JobStore jobs,
        JobDesk jobDesk,
        Allowance letters,
        AuditLog audit,
        AuditLog history) {}
