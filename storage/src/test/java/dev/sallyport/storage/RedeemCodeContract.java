package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.LATER;
import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.grant.GrantAuthorization;
import dev.sallyport.domain.grant.GrantTerms;
import dev.sallyport.domain.grant.RedeemCode;
import dev.sallyport.domain.grant.RedeemCode.Outcome;
import dev.sallyport.domain.grant.RefreshMember;
import dev.sallyport.domain.grant.RefreshSeal;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.grant.TokenIssuer;
import dev.sallyport.domain.grant.TokenPolicy;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.privacy.PseudonymiseAddress;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import dev.sallyport.kit.token.MasterKey;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An authorization code in the hands of many, on every store: the use case, not only its stores (T13, RFC 6749 §4.1.2). */
abstract class RedeemCodeContract extends StoreContract {
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CALLBACK = "https://app.example.org/callback";
    private static final SecureRandom CHANCE = new SecureRandom();
    private static final Address ADDRESS = new Address(InetAddress.ofLiteral("192.0.2.1"));
    private static final Client SPA = new Client(
            new ClientId("spa"),
            "The app",
            true,
            List.of(),
            Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN),
            Scope.of("openid"),
            List.of(CALLBACK),
            false,
            true,
            Client.Origin.ADDED,
            NOW);

    /** What tokens look like is not the matter here. */
    private static final RefreshSeal SEAL = new RefreshSeal() {
        @Override
        public String seal(RefreshMember member) {
            return member.family() + " " + member.number();
        }

        @Override
        public Optional<RefreshMember> open(String token) {
            return Optional.empty();
        }
    };

    private final RandomSource random = count -> {
        byte[] bytes = new byte[count];
        CHANCE.nextBytes(bytes);
        return bytes;
    };
    private final MasterKey sealer = new MasterKey(new byte[MasterKey.LENGTH], random);
    private final TokenPolicy policy =
            new TokenPolicy("https://id.example.org", Duration.ofMinutes(5), Duration.ofDays(30), Duration.ZERO);

    private RedeemCode redeemCode() {
        return new RedeemCode(
                stores().oneTime(),
                stores().refresh(),
                stores().sessions(),
                stores().people(),
                new TokenIssuer(token -> token.id(), SEAL, sealer, policy, random),
                new RecordEvent(
                        stores().audit(), new PseudonymiseAddress(stores().addressKeys(), sealer, random), random),
                () -> NOW);
    }

    private Secret allowed() {
        return codeOf(opened());
    }

    private Session opened() {
        Person ada = Samples.person("ada@example.org");
        stores().people().add(ada, new PasswordHash("h"));
        Session session = Samples.session(ada.id(), NOW, LATER);
        stores().sessions().open(session);
        return session;
    }

    private Secret codeOf(Session session) {
        return new GrantAuthorization(
                        stores().refresh(), stores().sessions(), stores().oneTime(), policy, () -> NOW, random)
                .grant(new GrantAuthorization.Allowed(
                        SPA,
                        session,
                        Scope.of("openid"),
                        GrantTerms.NONE,
                        CALLBACK,
                        Digest.of(VERIFIER).value(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static RedeemCode.Ask asking(Secret code) {
        return new RedeemCode.Ask(code, SPA, Optional.of(CALLBACK), VERIFIER, List.of(), Optional.empty(), ADDRESS);
    }

    private static List<Outcome.Granted> granted(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(Outcome.Granted.class::isInstance)
                .map(Outcome.Granted.class::cast)
                .toList();
    }

    private long replaysTold() {
        return Pages.walk(50, stores().audit()::all).stream()
                .filter(event -> event.kind() == AuditEvent.Kind.CODE_REPLAYED)
                .count();
    }

    @Test
    void T13_of_a_hundred_callers_at_once_one_at_most_gets_tokens_and_they_are_taken_back_once() throws Exception {
        Secret code = allowed();
        RedeemCode redeem = redeemCode();
        var outcomes = Race.of(i -> redeem.redeem(asking(code)));
        assertThat(granted(outcomes))
                .as("none, where a replay comes before the winner has its family")
                .hasSizeLessThanOrEqualTo(1);
        for (var won : granted(outcomes)) {
            assertThat(stores().refresh().byId(won.family().id()).orElseThrow().isLive(NOW))
                    .as("RFC 6749 §4.1.2")
                    .isFalse();
        }
        assertThat(replaysTold()).isOne();
    }

    @Test
    void T13_a_hundred_who_come_after_the_first_get_nothing_and_end_what_it_got() throws Exception {
        Secret code = allowed();
        RedeemCode redeem = redeemCode();
        var first = granted(List.of(redeem.redeem(asking(code))));
        assertThat(first).hasSize(1);
        var family = first.getFirst().family().id();
        assertThat(stores().refresh().byId(family).orElseThrow().isLive(NOW)).isTrue();
        assertThat(granted(Race.of(i -> redeem.redeem(asking(code))))).isEmpty();
        assertThat(stores().refresh().byId(family).orElseThrow().isLive(NOW)).isFalse();
        assertThat(replaysTold()).isOne();
    }

    @Test
    void T13_a_hundred_codes_of_one_person_give_a_family_each() throws Exception {
        Session session = opened();
        var codes =
                IntStream.range(0, Race.CALLERS).mapToObj(i -> codeOf(session)).toList();
        RedeemCode redeem = redeemCode();
        var all = granted(Race.of(i -> redeem.redeem(asking(codes.get(i)))));
        assertThat(all)
                .extracting(won -> won.family().id())
                .doesNotHaveDuplicates()
                .hasSize(Race.CALLERS);
        assertThat(replaysTold()).isZero();
    }

    /** The power fails after the code was taken and before the answer: the client asks again and is told to begin again. */
    @Test
    void T50_a_code_that_was_taken_by_a_call_that_broke_off_gives_nothing_at_the_second_try() {
        Secret code = allowed();
        stores().oneTime().take(Purpose.AUTHORIZATION_CODE, Digest.of(code.reveal()), NOW);
        assertThat(redeemCode().redeem(asking(code))).isInstanceOf(Outcome.Refused.class);
        assertThat(redeemCode().redeem(asking(code))).isInstanceOf(Outcome.Refused.class);
        assertThat(replaysTold()).isOne();
    }
}
