package dev.sallyport.auth.endpoint;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One event of the audit log as administrators read it, by the call and by the command. */
public record ToldEvent(
        String id,
        String type,
        String at,
        Optional<String> person,
        Optional<String> session,
        Optional<String> addressDay,
        Optional<String> address,
        Map<String, String> details) {

    public static ToldEvent of(AuditEvent event) {
        return new ToldEvent(
                event.id().toString(),
                event.kind().wireName(),
                event.at().toString(),
                event.person().map(PersonId::toString),
                event.session().map(SessionId::toString),
                event.address().map(address -> address.day().toString()),
                event.address().map(address -> address.value()),
                new TreeMap<>(event.details()));
    }
}
