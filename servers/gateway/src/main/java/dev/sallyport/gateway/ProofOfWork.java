package dev.sallyport.gateway;

import dev.sallyport.gateway.ProofOfWorkConfiguration.When;
import dev.sallyport.gateway.proof.AttackWatch;
import dev.sallyport.gateway.proof.Challenges;
import dev.sallyport.gateway.proof.SpentProofs;
import dev.sallyport.gateway.proof.Verdict;
import dev.sallyport.kit.http.Cookies;
import dev.sallyport.kit.http.Decorator;
import dev.sallyport.kit.http.FormBody;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks for a proof of work at some paths, always or under attack. A proof comes in the field {@code Proof-Of-Work}, or from a page in
 * a cookie, and is good once. It is no credential and opens nothing: limits, locks and the count of failures stand behind it.
 */
public final class ProofOfWork implements Decorator {
    static final String FIELD = "proof-of-work";
    static final String COOKIE = "__Host-proof_of_work";

    private static final Cookies.SetCookie USED =
            new Cookies.SetCookie(COOKIE, "", "/", false, Cookies.SameSite.STRICT, Duration.ZERO);

    private static final Set<String> SAFE = Set.of("GET", "HEAD");
    private static final Set<Integer> REFUSALS = Set.of(401, 429);

    private final List<PathPattern> paths;
    private final boolean always;
    private final Challenges challenges;
    private final SpentProofs spent;
    private final AttackWatch attack;
    private final ChallengeAnswers answers;
    private final MeterRegistry meters;

    public ProofOfWork(
            ProofOfWorkConfiguration configuration,
            Challenges challenges,
            SpentProofs spent,
            AttackWatch attack,
            ChallengeAnswers answers,
            MeterRegistry meters) {
        this.paths = configuration.paths();
        this.always = configuration.when() == When.ALWAYS;
        this.challenges = challenges;
        this.spent = spent;
        this.attack = attack;
        this.answers = answers;
        this.meters = meters;
        Gauge.builder("sallyport.gateway.proof.asked", () -> isOn() ? 1 : 0)
                .description("Whether a proof of work is asked for")
                .strongReference(true)
                .register(meters);
    }

    private boolean isOn() {
        return always || attack.isOn();
    }

    @Override
    public Handler around(Handler inner) {
        return request -> isMeant(request) ? asked(request, inner) : inner.handle(request);
    }

    private boolean isMeant(Request request) {
        String method = request.method();
        boolean page = SAFE.contains(method) && ChallengeAnswers.isPage(request);
        return (page || !(SAFE.contains(method) || method.equals("OPTIONS")))
                && paths.stream().anyMatch(path -> path.matches(request.path()));
    }

    private Response asked(Request request, Handler inner) {
        if (!isOn()) {
            return watched(request, inner.handle(request));
        }
        String network = Network.of(request.peer()).text();
        Optional<String> proof = proof(request);
        if (proof.isEmpty()) {
            return challenged(request, network, "none");
        }
        return switch (challenges.judge(proof.get(), network)) {
            case Verdict.Wrong wrong -> challenged(request, network, "wrong");
            case Verdict.Right right
            when SAFE.contains(request.method()) ->
                spent.isSpent(right) ? challenged(request, network, "again") : inner.handle(request);
            case Verdict.Right right ->
                switch (spent.spend(right)) {
                    case FIRST -> passed(request, inner);
                    case AGAIN -> challenged(request, network, "again");
                    case FULL -> {
                        counted("full");
                        yield ChallengeAnswers.full();
                    }
                };
        };
    }

    private Response passed(Request request, Handler inner) {
        counted("good");
        attack.solved();
        Response answer = watched(request, inner.handle(request));
        return request.cookie(COOKIE).isPresent() ? answer.cookie(USED) : answer;
    }

    private Response challenged(Request request, String network, String outcome) {
        counted(outcome);
        attack.challenged();
        return answers.of(request, challenges.challenge(network));
    }

    private Response watched(Request request, Response response) {
        boolean shownAgain = request.mediaType().equals(FormBody.MEDIA_TYPE) && isPage(request, response);
        return response.whenAnswered(status -> {
            if (REFUSALS.contains(status) || (shownAgain && status == 200)) {
                attack.refused();
            }
        });
    }

    /**
     * A form that did its work leads to another page; one that did not is shown again. What a server of another process answers is
     * not known yet.
     */
    private static boolean isPage(Request request, Response response) {
        return response.body() instanceof ResponseBody.Forward
                ? ChallengeAnswers.isPage(request)
                : response.headers().first("content-type").orElse("").startsWith("text/html");
    }

    private void counted(String outcome) {
        meters.counter("sallyport.gateway.proofs", "outcome", outcome).increment();
    }

    private static Optional<String> proof(Request request) {
        List<String> fields = request.headers().all(FIELD);
        return fields.size() == 1 ? Optional.of(fields.getFirst()) : request.cookie(COOKIE);
    }
}
