package dev.sallyport.auth.oauth;

import dev.sallyport.domain.client.GrantType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts what came of each grant at the token endpoint, as {@code sallyport_grants_total} by grant and outcome. */
final class GrantMeters {
    private final MeterRegistry meters;

    GrantMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** The same grants, counted. */
    Map<GrantType, GrantCall> counted(Map<GrantType, GrantCall> grants) {
        var counted = new EnumMap<GrantType, GrantCall>(GrantType.class);
        grants.forEach((grant, call) -> counted.put(grant, counted(grant, call)));
        return counted;
    }

    private GrantCall counted(GrantType grant, GrantCall call) {
        Counter granted = counter(grant, "granted");
        Counter refused = counter(grant, "refused");
        return ask -> call.answer(ask).whenAnswered(status -> (status == 200 ? granted : refused).increment());
    }

    private Counter counter(GrantType grant, String outcome) {
        return Counter.builder("sallyport.grants")
                .description("Grants that were asked for at the token endpoint, by grant and outcome")
                .tag("grant", grant.name().toLowerCase(Locale.ROOT))
                .tag("outcome", outcome)
                .register(meters);
    }
}
