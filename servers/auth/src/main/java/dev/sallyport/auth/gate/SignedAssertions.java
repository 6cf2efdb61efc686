package dev.sallyport.auth.gate;

import dev.sallyport.auth.jose.ClientAssertions;
import dev.sallyport.auth.jose.ClientKeySource;
import dev.sallyport.auth.jose.SigningClient;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientPolicy;
import dev.sallyport.domain.token.Algorithm;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges the assertions of clients that prove themselves by a key ({@code private_key_jwt}). */
public final class SignedAssertions implements ClientProof.Assertions {
    /** What clients may sign by; {@code none} and secrets are not among them (T28). */
    public static final Set<Algorithm> ALGORITHMS =
            Set.of(Algorithm.ES256, Algorithm.PS256, Algorithm.RS256, Algorithm.EDDSA);

    /** RSASSA-PKCS1-v1_5 is not taken under FAPI 2.0 (§5.4.1). */
    private static final Set<Algorithm> FAPI = Set.of(Algorithm.ES256, Algorithm.PS256, Algorithm.EDDSA);

    private static final Logger LOG = LoggerFactory.getLogger(SignedAssertions.class);

    private final ClientAssertions assertions;

    public SignedAssertions(ClientAssertions assertions) {
        this.assertions = assertions;
    }

    @Override
    public Optional<String> objection(Client client, String assertion) {
        return switch (assertions.verify(assertion, signing(client))) {
            case ClientAssertions.Verdict.Proven proven -> Optional.empty();
            case ClientAssertions.Verdict.Refused(var reason) -> {
                LOG.info("the assertion of client {} was refused: {}", client.id(), reason);
                yield Optional.of("the client assertion does not hold: " + reason);
            }
        };
    }

    @Override
    public Optional<String> subject(String assertion) {
        return ClientAssertions.named(assertion).map(ClientId::value);
    }

    /** The client as its signatures are judged. */
    public static SigningClient signing(Client client) {
        boolean fapi = client.metadata().policy() == ClientPolicy.FAPI2;
        var keys =
                new ClientKeySource(client.metadata().jwks(), client.metadata().jwksUri());
        return new SigningClient(client.id(), fapi ? FAPI : ALGORITHMS, keys, fapi);
    }
}
