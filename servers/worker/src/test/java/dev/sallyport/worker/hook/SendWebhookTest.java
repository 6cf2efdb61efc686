package dev.sallyport.worker.hook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.Subscription;
import dev.sallyport.domain.audit.TellSubscribers;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler.Result;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.kit.fetch.Fetched;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.json.Json;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events told to other servers, as the verifier of Standard Webhooks reads them. */
class SendWebhookTest {
    private static final Instant AT = Instant.parse("2026-11-26T12:00:00Z");
    private static final String FIRST = secret(1);
    private static final String SECOND = secret(2);

    /** What was posted, in order. */
    private final List<Sent> sent = new ArrayList<>();

    private Fetched answer = new Fetched.Got(new byte[0], "", Duration.ZERO);

    /** The verifier looks at the machine's clock. */
    private final InstantSource clock = Clock.systemUTC();

    private record Sent(String uri, Headers headers, byte[] body) {
        HttpHeaders asJdk() {
            var all = new java.util.HashMap<String, List<String>>();
            for (String name : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
                all.put(name, headers.all(name));
            }
            return HttpHeaders.of(all, (name, value) -> true);
        }
    }

    private static String secret(int fill) {
        byte[] key = new byte[32];
        java.util.Arrays.fill(key, (byte) fill);
        return "whsec_" + Base64.getEncoder().encodeToString(key);
    }

    private SendWebhook sender(String... secrets) {
        var hook = new Webhook(
                new Subscription("audit", Set.of()),
                URI.create("https://hooks.example.org/in"),
                List.of(secrets).stream()
                        .map(text -> HookSecret.parse(Secret.of(text)).orElseThrow())
                        .toList());
        return new SendWebhook(
                List.of(hook),
                (uri, type, headers, body) -> {
                    assertThat(type).isEqualTo("application/json");
                    sent.add(new Sent(uri, headers, body));
                    return answer;
                },
                clock);
    }

    private static Job job() {
        var event = new AuditEvent(
                new UUID(3, 4),
                AuditEvent.Kind.ACCOUNT_SUSPENDED,
                Optional.of(new PersonId(new UUID(5, 6))),
                Optional.empty(),
                Optional.empty(),
                Map.of("until", "2026-11-27T00:00:00Z"),
                AT);
        var subscription = new Subscription("audit", Subscription.matching("account.*"));
        return new TellSubscribers(List.of(subscription), count -> new byte[count])
                .after(event)
                .getFirst();
    }

    private static void verify(String secret, Sent message) throws Exception {
        new com.standardwebhooks.Webhook(secret).verify(new String(message.body(), UTF_8), message.asJdk());
    }

    /** Standard Webhooks §Webhook metadata, and Standard Webhooks §Signature scheme. */
    @Test
    void an_event_is_told_in_the_words_of_standard_webhooks() throws Exception {
        assertThat(sender(FIRST).run(job())).isEqualTo(new Result.Done());
        Sent message = sent.getFirst();
        assertThat(message.uri()).isEqualTo("https://hooks.example.org/in");
        verify(FIRST, message);
        var said = Json.tree(message.body());
        assertThat(said.get("type").asString()).isEqualTo("account.suspended");
        assertThat(said.get("timestamp").asString()).isEqualTo("2026-11-26T12:00:00Z");
        assertThat(said.get("data").get("id").asString()).isEqualTo(new UUID(3, 4).toString());
        assertThat(said.get("data").get("person").asString()).isEqualTo(new UUID(5, 6).toString());
        assertThat(said.get("data").get("details").get("until").asString()).isEqualTo("2026-11-27T00:00:00Z");
    }

    @Test
    void a_changed_message_a_foreign_secret_and_an_old_time_are_found() {
        sender(FIRST).run(job());
        Sent message = sent.getFirst();
        assertThatThrownBy(() -> verify(SECOND, message)).isInstanceOf(WebhookVerificationException.class);
        byte[] changed = message.body().clone();
        changed[changed.length - 2] ^= 1;
        assertThatThrownBy(() -> verify(FIRST, new Sent("", message.headers(), changed)))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void while_a_secret_is_exchanged_both_verify() throws Exception {
        sender(SECOND, FIRST).run(job());
        verify(FIRST, sent.getFirst());
        verify(SECOND, sent.getFirst());
        assertThat(sent.getFirst()
                        .headers()
                        .first("webhook-signature")
                        .orElseThrow()
                        .split(" "))
                .hasSize(2);
    }

    @Test
    void what_is_not_taken_is_tried_again_as_the_same_message() {
        answer = new Fetched.Refused("answered 503");
        SendWebhook sender = sender(FIRST);
        Job job = job();
        assertThat(sender.run(job)).isEqualTo(new Result.Retry("webhook audit: answered 503"));
        assertThat(sender.run(job)).isInstanceOf(Result.Retry.class);
        assertThat(sent.get(0).headers().all("webhook-id"))
                .isEqualTo(sent.get(1).headers().all("webhook-id"));
        assertThat(sent.get(0).body()).isEqualTo(sent.get(1).body());
    }

    @Test
    void a_webhook_that_is_declared_no_more_is_given_up() {
        assertThat(new SendWebhook(List.of(), (uri, type, headers, body) -> answer, clock).run(job()))
                .isInstanceOf(Result.Dead.class);
    }

    @Test
    void subscribers_hear_what_they_asked_for() {
        assertThat(Subscription.matching("*")).hasSameSizeAs(AuditEvent.Kind.values());
        assertThat(Subscription.matching("session.*"))
                .contains(AuditEvent.Kind.SIGNED_IN, AuditEvent.Kind.SIGN_IN_FAILED)
                .doesNotContain(AuditEvent.Kind.ACCOUNT_CREATED);
        assertThat(Subscription.matching("password.changed")).containsExactly(AuditEvent.Kind.PASSWORD_CHANGED);
        assertThat(Subscription.matching("password")).isEmpty();
        assertThat(Subscription.matching("passwor.*")).isEmpty();
        var deaf = new Subscription("deaf", Subscription.matching("file.*"));
        assertThat(new TellSubscribers(List.of(deaf), count -> new byte[count])
                        .after(new AuditEvent(
                                new UUID(1, 1),
                                AuditEvent.Kind.SIGNED_IN,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Map.of(),
                                AT)))
                .isEmpty();
    }

    /** Standard Webhooks §Secret. */
    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "whsec_MTIz", "whsec_!!!", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8G"})
    void secrets_that_are_none_are_refused(String text) {
        assertThat(HookSecret.parse(Secret.of(text))).isEmpty();
    }
}
