package dev.sallyport.gateway.tls;

import dev.sallyport.domain.Spec;
import dev.sallyport.gateway.tls.AcmeOutcome.Failed;
import dev.sallyport.gateway.tls.AcmeOutcome.Kind;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.exception.AcmeUserActionRequiredException;

/** What went wrong with an authority, in words for an operator. */
final class AcmeWords {
    private static final String ERRORS = "urn:ietf:params:acme:error:";
    private static final int LONGEST = 600;

    private AcmeWords() {}

    static Failed failed(Exception thrown, URI directory) {
        return switch (thrown) {
            case AcmeRateLimitedException limited ->
                new Failed(
                        Kind.LIMITED, "gives no more for now: " + told(limited.getProblem()), limited.getRetryAfter());
            case AcmeUserActionRequiredException asking ->
                new Failed(
                        Kind.REFUSED,
                        "wants something of its account's owner: " + told(asking.getProblem())
                                + asking.getTermsOfServiceUri()
                                        .map(terms -> "; its terms of service: " + plain(terms.toString()))
                                        .orElse(""));
            case AcmeServerException refused -> new Failed(Kind.REFUSED, "refuses: " + told(refused.getProblem()));
            case AcmeNetworkException down -> new Failed(Kind.UNREACHABLE, unreachable(down, directory));
            case AcmeLazyLoadingException lazy
            when lazy.getCause() instanceof AcmeException cause -> failed(cause, directory);
            default ->
                new Failed(
                        Kind.REFUSED,
                        "does not answer as an authority does at " + directory + ": "
                                + plain(String.valueOf(thrown.getMessage())));
        };
    }

    private static String unreachable(AcmeNetworkException down, URI directory) {
        Throwable cause = Optional.ofNullable(down.getCause()).orElse(down);
        return cause instanceof SSLException
                ? "shows a certificate at " + directory + " that is not trusted (" + plain(cause.getMessage())
                        + "); directory_ca_file names who vouches for a private authority"
                : "cannot be reached at " + directory + " (" + cause.getClass().getSimpleName() + ")";
    }

    /** The kind of the problem as the standard names it, and what the authority says of it. */
    @Spec("RFC 8555 §6.7")
    static String told(Problem problem) {
        String type = problem.getType().toString();
        String kind = type.startsWith(ERRORS) ? type.substring(ERRORS.length()) : type;
        return plain(kind + ", " + problem);
    }

    /** What others wrote, fit for a line of a log (T45). */
    private static String plain(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
