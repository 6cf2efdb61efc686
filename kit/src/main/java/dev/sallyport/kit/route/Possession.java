package dev.sallyport.kit.route;

import dev.sallyport.kit.dpop.DpopUse;
import dev.sallyport.kit.dpop.DpopVerdict;
import java.util.List;

/** How {@link Guards} learns whether somebody holds the key that a token is bound to. */
@FunctionalInterface
public interface Possession {
    /** Where no proof is taken, a bound token opens nothing. */
    Possession NONE = (headers, use) -> new DpopVerdict.Refused("proofs of possession are not taken here");

    /** @param headers every value of the request's {@code DPoP} field */
    DpopVerdict verify(List<String> headers, DpopUse use);
}
