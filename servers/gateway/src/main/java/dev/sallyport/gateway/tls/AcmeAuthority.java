package dev.sallyport.gateway.tls;

import dev.sallyport.domain.Spec;
import dev.sallyport.gateway.tls.AcmeOutcome.Failed;
import dev.sallyport.gateway.tls.AcmeOutcome.Issued;
import dev.sallyport.gateway.tls.AcmeOutcome.Kind;
import dev.sallyport.gateway.tls.RenewalTime.Window;
import dev.sallyport.kit.engine.CertifiedKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.TokenChallenge;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeServerException;

/** An authority that gives certificates by ACME (RFC 8555). */
final class AcmeAuthority {
    private final AcmeAgreement agreement;
    private final AcmeAnswers answers;
    private final AcmeWait wait;
    private final InstantSource clock;

    AcmeAuthority(AcmeAgreement agreement, AcmeAnswers answers, InstantSource clock) {
        this.agreement = agreement;
        this.answers = answers;
        this.wait = new AcmeWait(clock);
        this.clock = clock;
    }

    /**
     * Orders a certificate for the names of the agreement, with a key of its own.
     *
     * @param account P-256
     * @param replaced the certificate in whose place the new one comes
     */
    AcmeOutcome order(KeyPair account, Optional<X509Certificate> replaced) throws InterruptedException {
        try (var connection = new AcmeConnection(agreement)) {
            AcmeOutcome outcome = attempt(connection, account, replaced);
            return outcome instanceof Failed failed && failed.notBefore().isEmpty()
                    ? failed.notBefore(connection.notBefore())
                    : outcome;
        }
    }

    private AcmeOutcome attempt(AcmeConnection connection, KeyPair account, Optional<X509Certificate> replaced)
            throws InterruptedException {
        try {
            Order order = asked(login(connection.session(), account), replaced);
            for (Authorization authorization : order.getAuthorizations()) {
                Optional<Failed> unproven = unproven(authorization);
                if (unproven.isPresent()) {
                    return unproven.get();
                }
            }
            return finished(order);
        } catch (AcmeException
                | AcmeProtocolException
                | AcmeLazyLoadingException
                | IllegalArgumentException
                | IllegalStateException unlikeAcme) {
            return AcmeWords.failed(unlikeAcme, agreement.directory());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform cannot make a key", e);
        }
    }

    /** The account of the key; the authority makes one where there is none. */
    @Spec("RFC 8555 §7.3")
    @Spec("RFC 8555 §7.3.4")
    private Login login(Session session, KeyPair account) throws AcmeException {
        var builder = new AccountBuilder().useKeyPair(account).agreeToTermsOfService();
        agreement.email().ifPresent(builder::addEmail);
        agreement
                .binding()
                .ifPresent(binding ->
                        builder.withKeyIdentifier(binding.keyId(), binding.key().reveal()));
        return builder.createLogin(session);
    }

    /** A new order; an authority that tells when to renew is also told what is replaced, which its limits may spare. */
    @Spec("RFC 8555 §7.4")
    @Spec("RFC 9773 §5")
    private Order asked(Login login, Optional<X509Certificate> replaced) throws AcmeException {
        if (replaced.isEmpty() || tellsNot(login.getSession())) {
            return login.newOrder().domains(agreement.names()).create();
        }
        try {
            return login.newOrder()
                    .domains(agreement.names())
                    .replaces(replaced.get())
                    .create();
        } catch (AcmeServerException refused) {
            if (!refused.getType().toString().endsWith(":alreadyReplaced")) {
                throw refused;
            }
            return login.newOrder().domains(agreement.names()).create();
        } catch (AcmeProtocolException namesNoAuthority) {
            return login.newOrder().domains(agreement.names()).create();
        }
    }

    private static boolean tellsNot(Session session) throws AcmeException {
        return session.resourceUrlOptional(Resource.RENEWAL_INFO).isEmpty();
    }

    /** Proves that a name is ours; why it could not be, where that is so. */
    @Spec("RFC 8555 §7.5.1")
    private Optional<Failed> unproven(Authorization authorization) throws AcmeException, InterruptedException {
        if (authorization.getStatus() == Status.VALID) {
            return Optional.empty();
        }
        String host = authorization.getIdentifier().getDomain();
        List<Challenge> offered = authorization.getChallenges();
        Optional<TokenChallenge> challenge = chosen(offered);
        if (challenge.isEmpty()) {
            return Optional.of(new Failed(
                    Kind.UNPROVEN,
                    "offers for " + host + " only "
                            + offered.stream().map(Challenge::getType).toList() + ", and only "
                            + agreement.challenges().stream()
                                    .map(AcmeConfiguration.Challenge::wireName)
                                    .toList()
                            + " can be answered here"));
        }
        answers.give(host, challenge.get());
        try {
            challenge.get().trigger();
            return wait.until(authorization, Set.of(Status.VALID, Status.INVALID)) == Status.VALID
                    ? Optional.empty()
                    : Optional.of(refused(host, authorization));
        } finally {
            answers.withdraw(host, challenge.get());
        }
    }

    private Optional<TokenChallenge> chosen(List<Challenge> offered) {
        return agreement.challenges().stream()
                .flatMap(kind -> offered.stream().filter(each -> each.getType().equals(kind.wireName())))
                .filter(TokenChallenge.class::isInstance)
                .map(TokenChallenge.class::cast)
                .findFirst();
    }

    private static Failed refused(String host, Authorization authorization) {
        String why = authorization.getChallenges().stream()
                .flatMap(each -> each.getError().stream()
                        .map(problem -> "by " + each.getType() + ": " + AcmeWords.told(problem)))
                .findFirst()
                .orElse("and does not say why");
        return new Failed(Kind.UNPROVEN, "was not convinced that " + host + " is here, " + why);
    }

    @Spec("RFC 8555 §7.4")
    private AcmeOutcome finished(Order order) throws AcmeException, GeneralSecurityException, InterruptedException {
        if (wait.until(order, Set.of(Status.READY, Status.VALID, Status.INVALID)) == Status.READY) {
            KeyPair pair = OwnCertificate.pair();
            order.execute(pair);
            if (wait.until(order, Set.of(Status.VALID, Status.INVALID)) == Status.VALID) {
                return looked(new CertifiedKey(order.getCertificate().getCertificateChain(), pair.getPrivate()));
            }
        }
        return new Failed(
                Kind.REFUSED,
                "has ended the order: " + order.getError().map(AcmeWords::told).orElse("it does not say why"));
    }

    /** A certificate that would serve nobody is not taken, whoever gave it. */
    private AcmeOutcome looked(CertifiedKey key) {
        boolean ours = CheckedKey.belong(key.leaf(), key.key());
        Optional<String> objection = ours ? CheckedKey.objection(key.chain(), clock.instant()) : Optional.empty();
        if (!ours || objection.isPresent() || !covers(key)) {
            return new Failed(
                    Kind.REFUSED,
                    "gave a certificate that "
                            + objection.orElse(ours ? "is not for every name" : "is for another's key"));
        }
        return new Issued(key);
    }

    /** Whether the certificate is for the names of the agreement. */
    boolean covers(CertifiedKey key) {
        return new HashSet<>(key.hosts()).containsAll(agreement.names());
    }

    /** When the authority would have the certificate renewed, where it tells that. */
    @Spec("RFC 9773 §4.1")
    Optional<Window> window(KeyPair account, X509Certificate certificate) {
        try (var connection = new AcmeConnection(agreement)) {
            Session session = connection.session();
            if (tellsNot(session)) {
                return Optional.empty();
            }
            // It is asked without a signature, so no account is needed: any address stands for one.
            RenewalInfo told = session.login(session.resourceUrl(Resource.NEW_ACCOUNT), account)
                    .bindRenewalInfo(certificate);
            Optional<Instant> again = told.fetch();
            return Optional.of(new Window(told.getSuggestedWindowStart(), told.getSuggestedWindowEnd(), again))
                    .filter(window -> window.start().isBefore(window.end()));
        } catch (AcmeException | AcmeProtocolException | AcmeLazyLoadingException | IllegalArgumentException untold) {
            return Optional.empty();
        }
    }
}
