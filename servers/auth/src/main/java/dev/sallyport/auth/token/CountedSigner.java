package dev.sallyport.auth.token;

import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.domain.token.AccessTokenSigner;
import dev.sallyport.domain.token.Algorithm;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts access tokens as {@code sallyport_tokens_total} by the algorithm that signs them. */
public final class CountedSigner implements AccessTokenSigner {
    private final AccessTokenSigner signer;
    private final Counter signed;

    /** @param algorithm what {@code signer} signs by */
    public CountedSigner(AccessTokenSigner signer, Algorithm algorithm, MeterRegistry meters) {
        this.signer = signer;
        this.signed = Counter.builder("sallyport.tokens")
                .description("Access tokens that were signed, by algorithm")
                .tag("algorithm", algorithm.joseName())
                .register(meters);
    }

    @Override
    public String sign(AccessToken token) {
        String text = signer.sign(token);
        signed.increment();
        return text;
    }
}
