package dev.sallyport.auth.logout;

import dev.sallyport.auth.jose.Envelopes;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientStore;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler;
import dev.sallyport.domain.session.LogoutNotice;
import dev.sallyport.kit.fetch.Fetched;
import dev.sallyport.kit.fetch.Post;
import dev.sallyport.kit.http.FormBody;
import dev.sallyport.kit.http.Headers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one client that a session has ended, by a logout token that is posted to it. A client that does not take it is asked again,
 * later and later, for about nine hours; then it is given up, and the person's activity says so.
 */
public final class BackChannelLogout implements JobHandler {
    /** How often a client is asked. */
    static final int MOST = 20;

    private static final Logger LOG = LoggerFactory.getLogger(BackChannelLogout.class);

    private final ClientStore clients;
    private final LogoutTokens tokens;
    private final Post post;
    private final RecordEvent events;
    private final InstantSource clock;

    public BackChannelLogout(
            ClientStore clients, LogoutTokens tokens, Post post, RecordEvent events, InstantSource clock) {
        this.clients = clients;
        this.tokens = tokens;
        this.post = post;
        this.events = events;
        this.clock = clock;
    }

    /** A client that has gone meanwhile, or wants to hear nothing any more, is not told. */
    @Override
    public Result run(Job job) {
        LogoutNotice notice = LogoutNotice.of(job);
        Optional<Client> client = clients.byId(notice.client());
        return client.flatMap(c -> c.metadata().backchannelLogout())
                .map(uri -> told(job, notice, client.get(), uri))
                .orElseGet(Result.Done::new);
    }

    private Result told(Job job, LogoutNotice notice, Client client, URI uri) {
        return switch (tokens.token(client, notice)) {
            case Envelopes.Enveloped.Ready(var token) -> posted(job, notice, uri, token);
            case Envelopes.Enveloped.NoKey() -> failed(job, notice, "it has no key to encrypt for");
        };
    }

    @Spec("OpenID Connect Back-Channel Logout §2.5")
    private Result posted(Job job, LogoutNotice notice, URI uri, String token) {
        byte[] body = ("logout_token=" + token).getBytes(StandardCharsets.US_ASCII);
        return switch (post.post(uri.toString(), FormBody.MEDIA_TYPE, Headers.NONE, body)) {
            case Fetched.Got got -> {
                LOG.info("client {} was told that session {} has ended", notice.client(), notice.sid());
                yield new Result.Done();
            }
            case Fetched.Refused(var reason) -> failed(job, notice, reason);
        };
    }

    private Result failed(Job job, LogoutNotice notice, String reason) {
        String what =
                "client " + notice.client() + " was not told that session " + notice.sid() + " has ended: " + reason;
        if (job.tries() < MOST) {
            return new Result.Retry(what);
        }
        events.record(
                AuditEvent.Kind.CLIENT_NOT_TOLD,
                Optional.of(notice.person()),
                Map.of("client", notice.client().value()),
                clock.instant());
        return new Result.Dead(what);
    }
}
